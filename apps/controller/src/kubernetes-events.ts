import { subject, type Change, type EngineEvent } from '@org/dns-core';
import { eventNote, type EventRecorder } from '@org/dns-kubernetes';

const actions = { create: 'Created', update: 'Updated', delete: 'Deleted' } as const;

/** The reasons that `--events-emit` may ask for; others are ignored, as upstream does. */
type EventReason = 'RecordReady' | 'RecordError';

export function eventReasons(values: readonly string[]): ReadonlySet<EventReason> {
  return new Set(
    values.filter(
      (value): value is EventReason => value === 'RecordReady' || value === 'RecordError',
    ),
  );
}

/** Tells the objects behind records what became of them, by Kubernetes Events (upstream's `pkg/events`). */
export function createKubernetesEvents(
  recorder: EventRecorder,
  reasons: ReadonlySet<EventReason>,
  owner: string,
): (event: EngineEvent) => void {
  const tell = (change: Change, reason: EventReason) => {
    if (change.role === 'marker' || !reasons.has(reason)) return;
    const endpoint = subject(change);
    const note = eventNote(endpoint, owner);
    for (const object of endpoint.objects)
      recorder.record({ object, action: actions[change.kind], reason, note });
  };
  return (event) => {
    if (event.kind === 'failed') for (const change of event.changes) tell(change, 'RecordError');
    if (event.kind !== 'applied') return;
    // A removed record has the reason RecordDeleted, which upstream never emits.
    for (const change of event.changes) if (change.kind !== 'delete') tell(change, 'RecordReady');
  };
}
