package io.gossamer.driver.data;

import io.gossamer.worker.shard.RowBuffer;

/** Collects rows into chunks of bounded size. */
final class ChunkBuilder {
  private static final int MOST_ROWS = 1 << 16;
  private static final long MOST_VALUES = 1 << 24;

  private final int features;
  private final boolean sparse;
  private final Labels labels;
  private final String labelName;
  private RowBuffer buffer;
  private LabelReader labelReader;
  private Problems problems;
  private long taken;

  /**
   * @param labelName for messages
   */
  ChunkBuilder(int features, boolean sparse, Labels labels, String labelName) {
    this.features = features;
    this.sparse = sparse;
    this.labels = labels;
    this.labelName = labelName;
    begin();
  }

  private void begin() {
    buffer = new RowBuffer(features, sparse);
    labelReader = new LabelReader(labels, labelName);
    problems = new Problems();
  }

  RowBuffer buffer() {
    return buffer;
  }

  LabelReader labels() {
    return labelReader;
  }

  Problems problems() {
    return problems;
  }

  /** Rows begun so far, over all chunks. */
  long position() {
    return taken + buffer.count();
  }

  boolean isFull() {
    return buffer.count() >= MOST_ROWS || buffer.values() >= MOST_VALUES;
  }

  /** The rows since the last call. */
  Chunk take() {
    Chunk chunk = new Chunk(buffer.toRows(), taken, labelReader.found(), problems);
    taken = position();
    begin();
    return chunk;
  }
}
