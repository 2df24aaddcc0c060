package io.gossamer.driver.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Rows of one input, not read yet. */
interface RowSource {
  /** For messages: what is being read. */
  String name();

  /** Feature columns by name; empty where features have only numbers. */
  List<String> columns();

  int features();

  /** The different labels, as text, at most one more than {@link Labels#MOST_CLASSES}. */
  List<String> distinctLabels();

  /** Whether rows come by their nonzeros. */
  boolean isSparse();

  /** Reads the rows; what is wrong with them comes back in the chunks. */
  JavaRDD<Chunk> chunks(Labels labels);
}
