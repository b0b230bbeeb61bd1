import { allowMethods } from "#app/_http/methods.ts";
import type { Operation } from "#app/_http/operation.ts";
import { OPERATIONS } from "./operations.ts";

/** One path of the API with all that is offered there. */
export type Endpoint = {
  /** As the operations say it: `/courses/{id}`. */
  path: string;
  operations: ReadonlyMap<string, Operation>;
  /** What it answers to the other methods. */
  refusals: ReturnType<typeof allowMethods>;
};

/** A tree of path segments: what is spelled out wins over an id. */
type Node = { parts: Map<string, Node>; id?: Node; endpoint?: Endpoint };

const root = treeOf(OPERATIONS);

function treeOf(operations: readonly Operation[]): Node {
  const top: Node = { parts: new Map() };
  for (const [path, offered] of Map.groupBy(operations, (operation) => operation.path)) {
    let node = top;
    for (const segment of path.slice(1).split("/")) node = below(node, segment);
    const methods = offered.map(({ method }) => method);
    node.endpoint = {
      path,
      operations: new Map(offered.map((operation) => [operation.method, operation])),
      refusals: allowMethods(...methods),
    };
  }
  return top;
}

function below(node: Node, segment: string): Node {
  if (segment === "{id}") return (node.id ??= { parts: new Map() });
  const next = node.parts.get(segment) ?? { parts: new Map() };
  node.parts.set(segment, next);
  return next;
}

/** The endpoint at an address below /api/v1, and the id in it; undefined where there is none. */
export function findEndpoint(segments: readonly string[]): { endpoint: Endpoint; id: string } | undefined {
  let node: Node | undefined = root;
  let id = "";
  for (const segment of segments) {
    const next: Node | undefined = node.parts.get(segment);
    if (!next) id = segment;
    node = next ?? node.id;
    if (!node) return undefined;
  }
  return node.endpoint && { endpoint: node.endpoint, id };
}

/** The route of an address below /api/v1, for metrics and traces: `/api/v1/courses/[id]`. */
export function nameEndpoint(path: string): string | undefined {
  const found = findEndpoint(path.slice("/api/v1/".length).split("/"));
  return found && `/api/v1${found.endpoint.path.replace("{id}", "[id]")}`;
}
