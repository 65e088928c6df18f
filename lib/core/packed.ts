/** JSON as it goes over the wire, made once and answered many times. */
export type Packed = { bytes(): Buffer<ArrayBuffer> };

/** Not compressed here: the framework drops the `content-encoding` of a route's answer, and compresses itself. */
export function pack(value: unknown): Packed {
  let made: Buffer<ArrayBuffer> | undefined;
  return {
    bytes() {
      made ??= Buffer.from(JSON.stringify(value), "utf8");
      return made;
    },
  };
}
