package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.worker.shard.HashedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * One input, read, whose rows are all fit.
 *
 * @param chunks persisted by the caller
 * @param labels known classes, or values
 */
record Input(RowSource source, JavaRDD<Chunk> chunks, long rows, Labels labels) {
  /**
   * Reads every row once.
   *
   * @param chunks of the source, persisted
   * @param labelName for messages
   * @throws InvalidInput if there are no rows, or some are not fit, with every reason found
   */
  static Input read(RowSource source, JavaRDD<Chunk> chunks, Labels labels, String key, String labelName) {
    Problems problems = new Problems();
    try {
      chunks.map(Chunk::problems).collect().forEach(problems::add);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
      throw Unreadable.explain(source.name(), e);
    }
    if (problems.rows() == 0) {
      String kind = key.equals("data.train") ? "training " : "";
      throw new InvalidInput("no " + kind + "rows: " + source.name() + " is empty; check " + key);
    }
    problems.refuse(source.name(), "mend or drop these rows");
    return new Input(source, chunks, problems.rows(), known(labels, chunks, labelName));
  }

  private static Labels known(Labels labels, JavaRDD<Chunk> chunks, String labelName) {
    if (labels.kind() != Labels.Kind.TO_FIND) {
      return labels;
    }
    List<String> found = new ArrayList<>();
    chunks.map(Chunk::labels).collect().forEach(some -> found.addAll(List.of(some)));
    return Labels.found(found, labelName);
  }

  int features() {
    return source.features();
  }

  long nonzeros() {
    return chunks.map(Chunk::nonzeros).fold(0L, Long::sum);
  }

  /** The rows, placed by their content. */
  JavaRDD<HashedRows> byContent() {
    Labels classes = labels;
    return chunks.map(chunk -> chunk.hashed(classes, -1));
  }

  /** The rows, placed as they stand. */
  JavaRDD<HashedRows> inOrder() {
    Labels classes = labels;
    long[] offsets = offsets();
    return chunks.mapPartitionsWithIndex((part, some) -> {
      List<HashedRows> hashed = new ArrayList<>();
      some.forEachRemaining(chunk -> hashed.add(chunk.hashed(classes, offsets[part])));
      return hashed.iterator();
    }, true);
  }

  /** Rows before each partition. */
  private long[] offsets() {
    List<Long> counts = chunks.mapPartitions(part -> {
      long count = 0;
      while (part.hasNext()) {
        count += part.next().rows().count();
      }
      return List.of(count).iterator();
    }).collect();
    long[] before = new long[counts.size()];
    for (int part = 1; part < before.length; part++) {
      before[part] = before[part - 1] + counts.get(part - 1);
    }
    return before;
  }
}
