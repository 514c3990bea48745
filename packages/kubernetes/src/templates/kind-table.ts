/**
 * The Go types of a kind, for templates that name Go fields. A struct is written as its fields, `GoName jsonName type`, with
 * commas between: `!` before the JSON name is a field that Go's JSON always has (no `omitempty`), `^` an embedded struct,
 * whose fields are promoted (with no JSON name: inlined). `= type` is a named type over another one.
 */
export interface KindTable {
  /** The type of the object itself. */
  readonly root: string;
  /** JSON paths that upstream's caches drop before templates see the object. */
  readonly without?: readonly string[];
  readonly types: Readonly<Record<string, string>>;
}

/** What every kind has. */
export const metaTypes: Readonly<Record<string, string>> = {
  'v1.TypeMeta': 'Kind kind string, APIVersion apiVersion string',
  'v1.ObjectMeta':
    'Name name string, GenerateName generateName string, Namespace namespace string, SelfLink selfLink string, UID uid types.UID, ResourceVersion resourceVersion string, Generation generation int64, CreationTimestamp creationTimestamp v1.Time, DeletionTimestamp deletionTimestamp *v1.Time, DeletionGracePeriodSeconds deletionGracePeriodSeconds *int64, Labels labels map[string]string, Annotations annotations map[string]string, OwnerReferences ownerReferences []v1.OwnerReference, Finalizers finalizers []string, ManagedFields managedFields []v1.ManagedFieldsEntry',
  'v1.OwnerReference':
    'APIVersion !apiVersion string, Kind !kind string, Name !name string, UID !uid types.UID, Controller controller *bool, BlockOwnerDeletion blockOwnerDeletion *bool',
  'v1.ManagedFieldsEntry': 'Manager manager string, Operation operation string',
  'types.UID': '= string',
};
