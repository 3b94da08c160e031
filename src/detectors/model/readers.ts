/** A model's sections by name and kind. @throws UserError for one that is missing */
export interface Readers {
  i32(name: string): Int32Array;
  f32(name: string): Float32Array;
  f64(name: string): Float64Array;
}
