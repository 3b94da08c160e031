/** A control as it stands: what it offers and what is chosen. */
export type InputControl = { readonly label: string } & (
  | {
      readonly type: "slider";
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly value: number;
    }
  | {
      readonly type: "select";
      readonly options: readonly string[];
      /** Null: all. */
      readonly value: string | null;
    }
  | {
      readonly type: "dates";
      /** ISO days that it offers; null: any. */
      readonly min: string | null;
      readonly max: string | null;
      /** ISO days, both included; null: without end. */
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly type: "search";
      readonly suggestions: readonly string[];
      readonly value: string;
    }
);
