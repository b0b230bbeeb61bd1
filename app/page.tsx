export default function Page() {
  return <h1>Matricula</h1>;
}
