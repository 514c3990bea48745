/** Where something stands in the text: offsets of its first character and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Operand =
  | (Span & { readonly kind: 'constant'; readonly value: string | boolean | bigint | number })
  | (Span & { readonly kind: 'nil' })
  | (Span & { readonly kind: 'dot' })
  /** `.a.b`. */
  | (Span & { readonly kind: 'field'; readonly path: readonly string[] })
  /** `$x.a.b`; the name comes with its `$`. */
  | (Span & { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] })
  /** `(…).a.b`. */
  | (Span & { readonly kind: 'chain'; readonly of: Operand; readonly path: readonly string[] })
  | (Span & { readonly kind: 'function'; readonly name: string })
  | (Span & { readonly kind: 'pipeline'; readonly pipeline: Pipeline });

export interface Command extends Span {
  readonly operands: readonly [Operand, ...Operand[]];
}

export interface Pipeline extends Span {
  /** Variables that are declared or assigned, at most two (in `range`). */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type Node =
  | (Span & { readonly kind: 'text'; readonly text: string })
  | (Span & { readonly kind: 'action'; readonly pipeline: Pipeline })
  | (Span & {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[] | undefined;
    })
  | (Span & { readonly kind: 'break' | 'continue' })
  | (Span & {
      readonly kind: 'template';
      readonly name: string;
      readonly pipeline: Pipeline | undefined;
    });

/** A parsed text: its own body and what it defines, by name. */
export interface Tree {
  readonly name: string;
  readonly text: string;
  readonly templates: ReadonlyMap<string, readonly Node[]>;
}
