package io.gossamer.driver.data;

import io.gossamer.driver.data.RowReader.FeatureColumn;
import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of a table: csv, Parquet, or libsvm as Spark reads it. */
final class TableSource implements RowSource {
  private static final String VECTOR = "vector";

  private final Dataset<Row> table;
  private final String name;
  private final String label;
  private final String weight;
  private final List<FeatureColumn> features;
  private final boolean sparse;

  /**
   * @param label its column, or empty when there is none to read
   * @param columns feature columns in order; empty for all but label, weight and {@code excluded}
   * @throws InvalidInput if a column is missing, or cannot be a feature
   */
  TableSource(
      Dataset<Row> table, String name, String label, String weight, List<String> columns, Set<String> excluded) {
    this.table = table;
    this.name = name;
    this.label = label;
    this.weight = weight;
    requireColumn(label, "data.label");
    requireColumn(weight, "data.weight");
    List<String> chosen = columns.isEmpty() ? others(excluded) : columns;
    if (chosen.isEmpty()) {
      throw new InvalidInput(name + " has no feature columns beside label and weight; check features.exclude");
    }
    chosen.forEach(column -> requireColumn(column, "features.columns"));
    List<StructField> fields = chosen.stream().map(this::numeric).toList();
    Row first = fields.stream().anyMatch(field -> isMany(field.dataType())) ? table.head() : null;
    this.features = place(fields, first);
    this.sparse = fields.size() == 1 && first != null
        && first.get(table.schema().fieldIndex(fields.get(0).name())) instanceof SparseVector;
  }

  private List<String> others(Set<String> excluded) {
    List<String> names = new ArrayList<>();
    for (String column : table.columns()) {
      if (!column.equals(label) && !column.equals(weight) && !excluded.contains(column)) {
        names.add(column);
      }
    }
    return names;
  }

  private void requireColumn(String column, String key) {
    List<String> there = List.of(table.columns());
    if (!column.isEmpty() && !there.contains(column)) {
      throw new InvalidInput(key + " names column \"" + column + "\", which " + name + " does not have; its columns are "
          + there.stream().limit(5).map(c -> "\"" + c + "\"").collect(Collectors.joining(", "))
          + (there.size() > 5 ? ", ... (" + there.size() + "), the last \"" + there.get(there.size() - 1) + "\"" : ""));
    }
  }

  private StructField numeric(String column) {
    StructField field = table.schema().apply(column);
    DataType type = field.dataType() instanceof ArrayType array ? array.elementType() : field.dataType();
    boolean usable = type instanceof NumericType || type instanceof BooleanType || isVector(type);
    if (!usable && table.isEmpty()) {
      throw new InvalidInput("no training rows: " + name + " is empty; check the file");
    }
    if (!usable) {
      throw new InvalidInput("column \"" + column + "\" of " + name + " is of type " + field.dataType().simpleString()
          + ", not a number; leave it out with features.exclude, or name the numeric ones in features.columns");
    }
    return field;
  }

  private static boolean isVector(DataType type) {
    return type.typeName().equals(VECTOR) || type.getClass().getSimpleName().startsWith("VectorUDT");
  }

  private static boolean isMany(DataType type) {
    return isVector(type) || type instanceof ArrayType;
  }

  private List<FeatureColumn> place(List<StructField> fields, Row first) {
    List<FeatureColumn> placed = new ArrayList<>();
    StructType schema = table.schema();
    int next = 0;
    for (StructField field : fields) {
      int at = schema.fieldIndex(field.name());
      int width = isMany(field.dataType()) ? width(first, at) : 1;
      placed.add(new FeatureColumn(field.name(), at, next, width));
      next += width;
    }
    return placed;
  }

  private static int width(Row row, int at) {
    return row.get(at) instanceof Vector vector ? vector.size() : row.getList(at).size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> columns() {
    return features.stream().map(FeatureColumn::name).toList();
  }

  @Override
  public int features() {
    FeatureColumn last = features.get(features.size() - 1);
    return last.first() + last.width();
  }

  @Override
  public boolean isSparse() {
    return sparse;
  }

  @Override
  public List<String> distinctLabels() {
    return table.select(functions.col("`" + label + "`")).distinct().limit(Labels.MOST_CLASSES + 1).collectAsList()
        .stream().filter(row -> !row.isNullAt(0)).map(row -> row.get(0).toString()).toList();
  }

  /** What reads a row of this table. */
  RowReader reader(Labels labels) {
    StructType schema = table.schema();
    return new RowReader(
        features, label.isEmpty() ? -1 : schema.fieldIndex(label), label,
        weight.isEmpty() ? -1 : schema.fieldIndex(weight), labels);
  }

  @Override
  public JavaRDD<Chunk> chunks(Labels labels) {
    RowReader reader = reader(labels);
    int width = features();
    boolean packSparse = sparse;
    return table.javaRDD().mapPartitionsWithIndex(
        (part, rows) -> new Chunks(rows, reader, new ChunkBuilder(width, packSparse), part), false);
  }

  /** Chunks of one partition, made one at a time. */
  private static final class Chunks implements Iterator<Chunk> {
    private final Iterator<Row> rows;
    private final RowReader reader;
    private final ChunkBuilder builder;
    private final int part;

    Chunks(Iterator<Row> rows, RowReader reader, ChunkBuilder builder, int part) {
      this.rows = rows;
      this.reader = reader;
      this.builder = builder;
      this.part = part;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Chunk next() {
      while (rows.hasNext() && !builder.isFull()) {
        String where = "row " + (builder.position() + 1) + (part == 0 ? "" : " of part " + part);
        reader.read(rows.next(), builder.buffer(), builder.problems(), where);
      }
      return builder.take();
    }
  }
}
