import { type Message, message } from "#messages/message.ts";
/** Linux's pseudo file systems (proc(5), sysfs(5) and the like). */
const ITSELF =
  /^(proc|sysfs|cgroup2?|devpts|devtmpfs|debugfs|tracefs|securityfs|selinuxfs|pstore|bpf|configfs|fusectl|mqueue|efivarfs|binfmt_misc|nsfs|hugetlbfs)$/;

/**
 * File systems that SQLite's file must not be on. On a network file system locks may not work, and committed data may not be on
 * disk (https://www.sqlite.org/howtocorrupt.html, 2.1; https://www.sqlite.org/wal.html: all processes must be on one machine);
 * in memory or in a container's own layer everything is lost at the next start.
 */
const REFUSED: [types: RegExp, why: Message][] = [
  [/^(nfs\d?|afs|ceph|cifs|smb\d?|smbfs|lustre|gfs2|ocfs2|beegfs|gpfs)$/, message("doctor.why_network")],
  [/^(9p|virtiofs|vboxsf|prl_fs|hgfs|vmhgfs)$/, message("doctor.why_shared")],
  [/^fuse(blk|\..*)?$/, message("doctor.why_fuse")],
  [/^(tmpfs|ramfs)$/, message("doctor.why_memory")],
  [/^(overlay|overlayfs|aufs)$/, message("doctor.why_container")],
  [ITSELF, message("doctor.why_pseudo")],
];

const LOCAL = /^(ext[234]|xfs|btrfs|zfs|f2fs|jfs|bcachefs|ufs|apfs|hfs)$/;

/** Why the database must not be on a file system of this type; undefined when it may be. */
export const getRefusedReason = (type: string): Message | undefined => REFUSED.find(([types]) => types.test(type))?.[1];

/** Whether it is a pseudo file system, which stores no files. */
export const isPseudoFilesystem = (type: string): boolean => ITSELF.test(type);

/** Whether it is on a local disk, judged by its type. */
export const isLocalDisk = (type: string): boolean => LOCAL.test(type);

/** Whether its files are lost when the machine or container stops; see MATRICULA_ALLOW_EPHEMERAL. */
export const isEphemeral = (type: string): boolean => /^(tmpfs|ramfs|overlay|overlayfs|aufs)$/.test(type);
