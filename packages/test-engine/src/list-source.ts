import {
  createEndpoint,
  type Endpoint,
  type ObjectRef,
  type Report,
  type Source,
} from '@org/dns-core';

/** A source whose objects are the places of a list: each wants the one endpoint that stands there. */
export interface ListSource extends Source {
  /** From now on these are wanted; places beyond the end are objects that are gone. */
  want(endpoints: readonly Endpoint[]): void;
}

export function createListSource(first: readonly Endpoint[]): ListSource {
  let report: Report | undefined;
  let wanted = first;
  const tell = (count: number): void => {
    for (const [index, endpoint] of wanted.entries()) {
      const object = objectAt(index);
      const labels = { resource: `service/default/${object.name}` };
      report?.(object, { endpoints: [createEndpoint({ ...endpoint, labels, objects: [object] })] });
    }
    for (let index = wanted.length; index < count; index += 1) report?.(objectAt(index), undefined);
  };
  return {
    name: 'service',
    status: () => ({ synced: true }),
    async start(given) {
      report = given;
      tell(0);
    },
    want(endpoints) {
      const before = wanted.length;
      wanted = endpoints;
      tell(before);
    },
  };
}

const objectAt = (index: number): ObjectRef => ({
  source: 'service',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'default',
  name: `s${index}`,
});
