package io.gossamer.driver.data;

import io.gossamer.worker.shard.RowBuffer;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;

/**
 * Reads features, label and weight of a table's rows.
 *
 * @param fields come after the features
 * @param missingIsZero whether a missing number is 0 instead of a problem
 * @param label position of the label column, -1 for none
 * @param weight position of the weight column, -1 for none
 */
public record RowReader(
    List<FeatureColumn> features, List<FieldColumn> fields, boolean missingIsZero, int label, int weight)
    implements Serializable {
  private static final int SHOWN = 100;

  /**
   * One feature column.
   *
   * @param at its position in the row
   * @param first its first feature
   * @param width features it makes; 1 unless it is an array or a vector
   */
  public record FeatureColumn(String name, int at, int first, int width) implements Serializable {}

  /** A field and its position in the row. */
  public record FieldColumn(Field field, int at) implements Serializable {}

  /** Appends a row to the chunk; what is wrong with it goes to the chunk's problems. */
  void read(Row row, ChunkBuilder chunk, String where) {
    Problems problems = chunk.problems();
    problems.row();
    float labelValue = chunk.labels().read(row.get(label), problems, where);
    chunk.buffer().start(labelValue, weight < 0 ? 1 : weight(row, problems, where));
    features(row, chunk.buffer(), problems, where);
  }

  private void features(Row row, RowBuffer buffer, Problems problems, String where) {
    for (FeatureColumn column : features) {
      Object cell = row.get(column.at());
      if (cell instanceof Number number) {
        set(buffer, column, 0, number.floatValue(), problems, where);
      } else if (cell instanceof Boolean flag) {
        set(buffer, column, 0, flag ? 1 : 0, problems, where);
      } else if (cell == null && missingIsZero) {
        continue;
      } else if (cell == null) {
        problems.add("column \"" + column.name() + "\" is empty", where);
      } else {
        many(row, cell, column, buffer, problems, where);
      }
    }
    for (FieldColumn column : fields) {
      column.field().read(row.get(column.at()), buffer::set);
    }
  }

  /**
   * Appends the features of a row to the buffer.
   *
   * @throws io.gossamer.ops.InvalidInput if one of them is not a finite number
   */
  public void readOrRefuse(Row row, RowBuffer buffer) {
    Problems problems = new Problems();
    problems.row();
    buffer.start(0, 1);
    String text = row.toString();
    features(row, buffer, problems, text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    problems.refuse("a row to predict for", "mend or drop such rows");
  }

  private float weight(Row row, Problems problems, String where) {
    float value = row.get(weight) instanceof Number number ? number.floatValue() : Float.NaN;
    if (!(value >= 0) || Float.isInfinite(value)) {
      problems.add("weight \"" + row.schema().fieldNames()[weight] + "\" is " + row.get(weight)
          + ", not a number of at least 0", where);
    }
    return value;
  }

  private static void many(
      Row row, Object cell, FeatureColumn column, RowBuffer buffer, Problems problems, String where) {
    int width;
    if (cell instanceof SparseVector vector) {
      width = vector.size();
      for (int n = 0; width == column.width() && n < vector.indices().length; n++) {
        set(buffer, column, vector.indices()[n], (float) vector.values()[n], problems, where);
      }
    } else if (cell instanceof DenseVector vector) {
      width = vector.size();
      for (int n = 0; width == column.width() && n < width; n++) {
        set(buffer, column, n, (float) vector.values()[n], problems, where);
      }
    } else {
      List<Number> list = row.getList(column.at());
      width = list.size();
      for (int n = 0; width == column.width() && n < width; n++) {
        set(buffer, column, n, list.get(n) == null ? Float.NaN : list.get(n).floatValue(), problems, where);
      }
    }
    if (width != column.width()) {
      problems.add("column \"" + column.name() + "\" has " + width + " entries where " + column.width() + " belong",
          where);
    }
  }

  private static void set(
      RowBuffer buffer, FeatureColumn column, int offset, float value, Problems problems, String where) {
    if (!Float.isFinite(value)) {
      String name = column.width() == 1 ? column.name() : column.name() + "[" + offset + "]";
      problems.add("column \"" + name + "\" is " + value, where);
    }
    buffer.set(column.first() + offset, value);
  }
}
