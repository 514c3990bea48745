export type { Functions, Parameter, TemplateFunction } from './functions/template-function.ts';
export { reach, type Reach } from './reach.ts';
export type { ExecuteOptions } from './run/execute.ts';
export type { Limits } from './run/limits.ts';
export type { Tree } from './syntax/node.ts';
export { parseTemplate, type Template } from './template.ts';
export { TemplateError } from './template-error.ts';
export {
  createDictionary,
  createList,
  fromJson,
  type DictionaryInit,
  type JsonOptions,
} from './values/create-values.ts';
export type { Dictionary, List, Named, Pointer, Scalar, Struct, Value } from './values/value.ts';
