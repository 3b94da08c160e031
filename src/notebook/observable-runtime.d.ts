declare module "@observablehq/runtime" {
  export interface Observer {
    pending?(): void;
    fulfilled?(value: unknown, name?: string): void;
    rejected?(error: unknown, name?: string): void;
  }
  export interface Variable {
    define(name: string, inputs: readonly string[], definition: (...values: never[]) => unknown): Variable;
    delete(): Variable;
  }
  export class Module {
    variable(observer?: Observer | boolean): Variable;
  }
  export class Runtime {
    constructor(builtins?: Readonly<Record<string, unknown>>, global?: (name: string) => unknown);
    module(): Module;
    dispose(): void;
  }
}
