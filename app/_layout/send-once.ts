/**
 * A form is sent once: a second press while the first is under way does nothing. This stands in each page itself, because a press
 * may come before any file of scripts is there. Where React sends a form, React sees to that. On the way back a browser may show
 * the page as it stood, and its forms may be sent again. What the button says meanwhile is public/site-script.js's.
 */
export const SEND_ONCE = [
  `addEventListener("submit",(e)=>{let f=e.target;`,
  // After the browser has read the form, and whoever else listens has had a say.
  `f.ariaBusy?e.preventDefault():setTimeout(()=>{e.defaultPrevented||e.submitter?.dataset.pending==null||(f.ariaBusy="true")})});`,
  `addEventListener("pagehide",()=>{for(let f of document.forms)f.ariaBusy=null})`,
].join("");
