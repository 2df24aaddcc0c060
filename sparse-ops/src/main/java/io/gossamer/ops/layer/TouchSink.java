package io.gossamer.ops.layer;

/** Is told which values of the flat resident array a batch reaches. */
public interface TouchSink {
  /** The values {@code [from, from + count)}; the same ones may be named again. */
  void touch(int from, int count);
}
