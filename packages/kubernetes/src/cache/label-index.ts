import type { KubeObject } from '../model/kube-object.ts';

/** More label keys than this are not indexed: a source that looks up ever new keys must not fill the memory. */
const maxKeys = 16;

/** Finds objects by label. Keys are indexed from the first time that somebody asks for them. */
export interface LabelIndex {
  /** A superset of the objects with these labels; `undefined` where no key of theirs is indexed. */
  candidates(labels: readonly (readonly [string, string])[]): readonly KubeObject[] | undefined;
  replace(before: KubeObject | undefined, after: KubeObject | undefined): void;
}

export function createLabelIndex(every: () => Iterable<KubeObject>): LabelIndex {
  const byKey = new Map<string, Map<string, KubeObject[]>>();

  const add = (key: string, values: Map<string, KubeObject[]>, object: KubeObject): void => {
    const value = object.metadata.labels?.[key];
    if (value === undefined) return;
    const list = values.get(value);
    if (list) list.push(object);
    else values.set(value, [object]);
  };

  const remove = (key: string, values: Map<string, KubeObject[]>, object: KubeObject): void => {
    const value = object.metadata.labels?.[key];
    const list = value === undefined ? undefined : values.get(value);
    if (value === undefined || !list) return;
    const at = list.indexOf(object);
    const last = list.pop();
    if (last && at < list.length) list[at] = last;
    if (list.length === 0) values.delete(value);
  };

  const build = (key: string): void => {
    const values = new Map<string, KubeObject[]>();
    for (const object of every()) add(key, values, object);
    byKey.set(key, values);
  };

  return {
    candidates: (labels) => {
      const [first] = labels;
      if (!first) return undefined;
      if (!labels.some(([key]) => byKey.has(key)) && byKey.size < maxKeys) build(first[0]);
      let best: readonly KubeObject[] | undefined;
      for (const [key, value] of labels) {
        const values = byKey.get(key);
        if (!values) continue;
        const list = values.get(value) ?? [];
        if (!best || list.length < best.length) best = list;
      }
      return best;
    },
    replace: (before, after) => {
      for (const [key, values] of byKey) {
        if (before) remove(key, values, before);
        if (after) add(key, values, after);
      }
    },
  };
}
