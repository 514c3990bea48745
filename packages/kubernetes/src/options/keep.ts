import type { KubeObject } from '../model/kube-object.ts';
import type { CommonSourceOptions } from './common-source-options.ts';

type Filters = Pick<CommonSourceOptions, 'annotations' | 'annotationFilter' | 'labelFilter'>;

/** The objects that pass `--label-filter` and `--annotation-filter`. */
export function keepSelected(
  options: Pick<Filters, 'annotationFilter' | 'labelFilter'>,
): (object: KubeObject) => boolean {
  return ({ metadata }) =>
    options.labelFilter.matches(metadata.labels) &&
    options.annotationFilter.matches(metadata.annotations);
}

/** As {@link keepSelected}, without the objects whose `controller` annotation names somebody else: what most sources read. */
export function keepOurs(options: Filters): (object: KubeObject) => boolean {
  const selected = keepSelected(options);
  return (object) => options.annotations.isOurs(object) && selected(object);
}
