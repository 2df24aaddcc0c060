package io.gossamer.ops.net;

/** How the arithmetic of masked layers is done. Bits are the same in every case. */
public enum Execution {
  /** As measured at plan time, layer by layer. */
  AUTO,
  /** On sparse kernels, whatever the density. */
  SPARSE,
  /** On dense kernels over matrices with zeros written out. */
  DENSE
}
