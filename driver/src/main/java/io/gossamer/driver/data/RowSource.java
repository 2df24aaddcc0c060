package io.gossamer.driver.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Rows of one input, not read yet. */
interface RowSource {
  /** For messages: what is being read. */
  String name();

  /** Feature columns by name; empty where features have only numbers. */
  List<String> columns();

  /** Columns of categories and text. */
  default List<Field> fields() {
    return List.of();
  }

  int features();

  /** Whether rows come as vectors, which may be mostly zero. */
  boolean hasVectors();

  /** Reads the rows; what is wrong with them comes back in the chunks. */
  JavaRDD<Chunk> chunks(Labels labels);
}
