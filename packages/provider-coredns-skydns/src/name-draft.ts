import { isWildcard, parseIp, type Change, type ChangeRole, type Endpoint } from '@org/dns-core';
import type { Entry } from './entry.ts';
import type { KeyCondition, KeyWrite } from './etcd-api.ts';
import { groupOf } from './group-property.ts';
import {
  hostTarget,
  hostType,
  noHost,
  parseHostTarget,
  withHost,
  type HostData,
} from './host-data.ts';
import { isReverseName, type KeySpace } from './key-space.ts';
import { emptyMessage, formatMessage, type Message } from './message.ts';

/** The keys of one name as they will be. */
export interface NameDraft {
  /** What keeps a change from being made, as a sentence; nothing is changed by asking. */
  obstacle(change: Change): string | undefined;
  /** Makes a change that nothing stands in the way of. */
  apply(change: Change): void;
  /** What is to be written, one write per key. */
  writes(): readonly KeyWrite[];
  /** What must still be so when it is written. */
  conditions(): readonly KeyCondition[];
}

export interface NameDraftOptions {
  readonly keys: KeySpace;
  readonly name: string;
  /** Everything that lies under the name. */
  readonly present: readonly Entry[];
  /** The store's revision at which that was so. */
  readonly revision: string;
  /** Strictly owned mode: only what carries this owner is seen and touched. */
  readonly owner: string | undefined;
  readonly isCompat: boolean;
  /** Eight hex digits. */
  readonly newLabel: () => string;
}

/** One key. */
interface Slot {
  readonly key: string;
  readonly before: Entry | undefined;
  message: Message;
}

export function createNameDraft(options: NameDraftOptions): NameDraft {
  const { keys, name, owner, isCompat } = options;
  const ownKey = keys.keyOf(name);
  const isOurs = ({ message }: Entry): boolean => owner === undefined || message.owner === owner;
  const slots: Slot[] = options.present
    .filter(isOurs)
    .map((before) => ({ key: before.key, before, message: before.message }));
  let isGuarded = false;

  /** Upstream stores all data as the host, that of SRV and MX too; such a key is found, and put right or removed. */
  const holdsHost = (message: Message, type: string, target: string): boolean =>
    message.host !== '' &&
    (hostOf(name, message, type) === target ||
      (message.host === target && (isCompat || /\s/.test(target))));

  const holding = (type: string, target: string): Slot[] =>
    slots.filter(({ message }) =>
      type === 'TXT' ? message.text === target : holdsHost(message, type, target),
    );

  const isOwnKeyTaken = (): boolean =>
    slots.some((slot) => slot.key === ownKey && !isVacated(slot)) ||
    options.present.some((entry) => entry.key === ownKey && !isOurs(entry));

  /** A key without content: one of this name's that lost its own before a new one. */
  const freeSlot = (exact: boolean): Slot => {
    const vacated = slots.find((slot) => isVacated(slot) && (!exact || slot.key === ownKey));
    if (vacated !== undefined) return vacated;
    const slot: Slot = exact
      ? { key: ownKey, before: undefined, message: emptyMessage }
      : {
          key: `${ownKey}/${options.newLabel()}`,
          before: undefined,
          message: { ...emptyMessage, targetstrip: 1 },
        };
    slots.push(slot);
    return slot;
  };

  const common = (message: Message, { ttlSeconds }: Endpoint, group: string): Message => ({
    ...message,
    ttl: ttlSeconds,
    group,
    owner: owner ?? message.owner,
  });

  const putHost = (slot: Slot, target: string, after: Endpoint, group: string): void => {
    const { message } = slot;
    const raw: HostData = { ...noHost, host: target };
    // What is said about an address beside it (a port, a priority) is not ours.
    const isSame = message.host === target && parseIp(target) !== undefined;
    const data = parseHostTarget(after.type, target) ?? raw;
    const held = isCompat ? { ...message, ...raw } : withHost(message, after.type, data);
    slot.message = common(isSame ? message : held, after, group);
  };

  /** CoreDNS answers no text from a message with an address (1.14.7, seen 2026-11), although upstream puts it there. */
  const putText = (slot: Slot, target: string, after: Endpoint, group: string): void => {
    const { message } = slot;
    if (message.host === '') slot.message = common({ ...message, text: target }, after, group);
    else if (isCompat) slot.message = { ...message, text: target };
    else {
      slot.message = { ...message, text: '' };
      putText(freeSlot(false), target, after, group);
    }
  };

  /** A key that this draft gives a host, and that has no text yet. */
  const mayJoin = ({ before, message }: Slot): boolean =>
    message.host !== '' && message.text === '' && before?.message !== message;

  /** Where a target goes that no key holds: to a key that loses its target, or to another. */
  const slotFor = (after: Endpoint, surplus: Slot[]): Slot => {
    if (isOneKey(after)) {
      const own = slots.find(({ key }) => key === ownKey);
      if (own !== undefined && surplus.includes(own)) surplus.splice(surplus.indexOf(own), 1);
      return own ?? freeSlot(true);
    }
    const joined = isCompat && after.type === 'TXT' ? slots.find(mayJoin) : undefined;
    return surplus.shift() ?? joined ?? freeSlot(isReverseName(name) && !isOwnKeyTaken());
  };

  const put = (slot: Slot, target: string, after: Endpoint, group: string): void =>
    after.type === 'TXT'
      ? putText(slot, target, after, group)
      : putHost(slot, target, after, group);

  /** Markers have none, as upstream writes them, although they carry the properties of their record. */
  const groupFor = (after: Endpoint, role: ChangeRole): string => {
    const hasNone =
      role === 'marker' || (isCompat && (after.type === 'TXT' || after.type === 'PTR'));
    return hasNone ? '' : groupOf(after);
  };

  const clear = (slot: Slot, type: string): void => {
    const { message } = slot;
    slot.message = type === 'TXT' ? { ...message, text: '' } : { ...message, ...noHost };
  };

  /** The very key of the name is the only one at which PTR records are looked up. */
  const isOneKey = ({ type }: Endpoint): boolean => type === 'PTR' && isReverseName(name);

  /** One key has room for one target; upstream writes them all, and the last one stays. */
  const targetsOf = (endpoint: Endpoint): readonly string[] =>
    isOneKey(endpoint) ? endpoint.targets.slice(-1) : endpoint.targets;

  const foreign = (after: Endpoint): string | undefined => {
    for (const { message } of slots) {
      const there = after.type === 'TXT' ? message.text : hostOf(name, message, after.type);
      if (there !== '' && !after.targets.includes(there)) return there;
    }
    return undefined;
  };

  const writes = (): readonly KeyWrite[] =>
    slots.flatMap(({ key, before, message }): KeyWrite[] => {
      const old = before === undefined ? undefined : formatMessage(before.message);
      if (isEmpty(message))
        return before === undefined || isEmpty(before.message) ? [] : [{ key, value: undefined }];
      const value = formatMessage(message);
      return value === old ? [] : [{ key, value }];
    });

  return {
    obstacle(change) {
      if (name === '' || name.includes('/')) return 'its name cannot be spelled as a key';
      if (change.kind === 'delete') return undefined;
      const { after } = change;
      if (change.kind === 'create' && isWildcard(after.name) && !isCompat)
        return 'CoreDNS answers no other name from a wildcard';
      const wrong = after.targets.find((target) => target === '' || !isHeld(after.type, target));
      if (wrong !== undefined && !isCompat)
        return `"${wrong}" is not the data of a ${after.type} record that a SkyDNS message can hold`;
      const inTheWay = options.present.find((entry) => entry.key === ownKey && !isOurs(entry));
      if (isOneKey(after) && inTheWay !== undefined)
        return `key "${ownKey}" is not owned by this provider`;
      if (change.kind === 'update' || isCompat) return undefined;
      const there = foreign(after);
      return there === undefined
        ? undefined
        : `somebody else has written "${there}" there meanwhile`;
    },

    apply(change) {
      const { type } = change.kind === 'delete' ? change.before : change.after;
      const after = change.kind === 'delete' ? [] : targetsOf(change.after);
      if (change.kind === 'create' && !isCompat) isGuarded = true;
      const surplus =
        change.kind === 'create'
          ? []
          : change.before.targets
              .filter((target) => !after.includes(target))
              .flatMap((target) => holding(change.before.type, target));
      if (change.kind !== 'delete') {
        const group = groupFor(change.after, change.role);
        for (const target of after) {
          const there = holding(type, target);
          if (there.length === 0) put(slotFor(change.after, surplus), target, change.after, group);
          else for (const slot of there) put(slot, target, change.after, group);
        }
      }
      for (const slot of surplus) clear(slot, type);
    },

    writes,

    conditions() {
      const written = writes();
      const revisions = new Map(slots.map(({ key, before }) => [key, before?.modRevision]));
      const unchanged = written.map(({ key }): KeyCondition => ({
        key,
        modRevision: revisions.get(key) ?? '0',
      }));
      const guard = { range: keys.below(name), unchangedSince: options.revision };
      return isGuarded && written.length > 0 ? [...unchanged, guard] : unchanged;
    },
  };
}

/** It lost its content in this draft. */
function isVacated({ before, message }: Slot): boolean {
  return isEmpty(message) && before?.message !== message;
}

function isEmpty({ host, text }: Message): boolean {
  return host === '' && text === '';
}

const hostTypes = new Set(['A', 'AAAA', 'CNAME', 'PTR', 'SRV', 'MX']);

function isHeld(type: string, target: string): boolean {
  if (type === 'TXT') return true;
  if (!hostTypes.has(type)) return false;
  return parseHostTarget(type, target) !== undefined;
}

/** The target that a message holds for records of a type; `''` for none. */
function hostOf(name: string, message: Message, type: string): string {
  if (message.host === '' || /\s/.test(message.host)) return '';
  const held = hostType(name, message);
  return held === type ? hostTarget(held, message) : '';
}
