import type { Node, Operand, Pipeline, Tree } from './syntax/node.ts';

/**
 * The fields of its data that a template can read, as chains of names (`['Spec', 'Type']`; everything below the last one may
 * be read as well), or `'all'` where it takes the data as a whole. Names that it may reach are never left out.
 */
export type Reach = readonly (readonly string[])[] | 'all';

/** A part of the data that is known by its names, or something else. */
type Place = readonly string[] | undefined;

/** Works out what a template can read. */
export function reach(tree: Tree): Reach {
  const found = new Map<string, readonly string[]>();
  const visited = new Set<string>();

  /** Something uses the value as it is. */
  function use(place: Place): void {
    if (place) found.set(JSON.stringify(place), place);
  }

  function template(name: string, dot: Place): void {
    const key = JSON.stringify([name, dot]);
    if (visited.has(key)) return;
    visited.add(key);
    body(tree.templates.get(name) ?? [], dot, dot);
  }

  function body(nodes: readonly Node[], dot: Place, root: Place): void {
    for (const node of nodes) visit(node, dot, root);
  }

  function visit(node: Node, dot: Place, root: Place): void {
    switch (node.kind) {
      case 'action':
        use(pipeline(node.pipeline, dot, root));
        return;
      case 'template':
        template(node.name, node.pipeline && pipeline(node.pipeline, dot, root));
        return;
      case 'if':
      case 'with':
      case 'range': {
        const place = pipeline(node.pipeline, dot, root);
        use(place);
        const inner = node.kind === 'if' ? dot : node.kind === 'with' ? place : undefined;
        body(node.body, inner, root);
        body(node.otherwise ?? [], dot, root);
        return;
      }
      default:
    }
  }

  function pipeline(node: Pipeline, dot: Place, root: Place): Place {
    const [only, ...more] = node.commands;
    const simple = only && more.length === 0 && only.operands.length === 1;
    if (simple) {
      const place = operand(only.operands[0], dot, root);
      if (node.variables.length > 0) use(place);
      return place;
    }
    for (const command of node.commands) {
      for (const each of command.operands) use(operand(each, dot, root));
    }
    return undefined;
  }

  function operand(node: Operand, dot: Place, root: Place): Place {
    switch (node.kind) {
      case 'dot':
        return dot;
      case 'field':
        return dot && [...dot, ...node.path];
      case 'variable':
        return node.name === '$' ? root && [...root, ...node.path] : undefined;
      case 'chain': {
        const place = operand(node.of, dot, root);
        return place && [...place, ...node.path];
      }
      case 'pipeline':
        return pipeline(node.pipeline, dot, root);
      default:
        return undefined;
    }
  }

  template(tree.name, []);
  const places = [...found.values()];
  return places.some((place) => place.length === 0) ? 'all' : places;
}
