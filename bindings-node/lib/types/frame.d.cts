/** A value of a table; null where it is missing. The type of a column decides: 64-bit counts are BigInts always. */
export type Cell = number | bigint | string | boolean | Date | null | readonly Cell[]

/** A table of apache-arrow, of any copy of it that can be found from the package or the working directory. */
export interface ArrowTable {
  readonly batches: readonly object[]
  readonly schema: { readonly fields: readonly object[] }
  readonly numRows: number
}

/** Objects with a value for each column, Arrow IPC bytes (stream or file), a table of apache-arrow, or a frame. */
export type TableInput =
  | Frame<object>
  | readonly object[]
  | Uint8Array
  | ArrayBuffer
  | SharedArrayBuffer
  | ArrowTable

export interface FrameOptions {
  /** Gives the buffer away instead of copying it: it is empty afterwards. */
  readonly transfer?: boolean
  /** Stops the reading; the promise is rejected with the reason of the signal. */
  readonly signal?: AbortSignal
}

/**
 * A table that lives outside of JavaScript's memory and never changes: what every function over tables gives, and
 * takes without copying it again.
 */
export declare class Frame<Row extends object = Record<string, Cell>> implements Iterable<Row> {
  private constructor()
  /** Copies a table, so that the caller may do with it what it likes meanwhile. */
  static from<Row extends object = Record<string, Cell>>(
    data: TableInput,
    options?: FrameOptions,
  ): Promise<Frame<Row>>
  readonly numRows: number
  /** The names of the columns in camelCase, as objects have them; Arrow has them in snake_case. */
  readonly columns: readonly string[]
  /** The table in Arrow's stream format, for `tableFromIPC` of apache-arrow or a file. */
  toIPC(): Uint8Array<ArrayBuffer>
  /** All rows as objects. */
  toArray(): Row[]
  /** The rows one after the other, without holding them all. */
  [Symbol.iterator](): IterableIterator<Row>
}
