package io.gossamer.driver.data;

import io.gossamer.driver.data.RowReader.FeatureColumn;
import io.gossamer.driver.data.RowReader.FieldColumn;
import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Rows of a table: csv, Parquet, or libsvm as Spark reads it. */
final class TableSource implements RowSource {
  private static final String NUMBER = "^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*$";

  private final Dataset<Row> table;
  private final String name;
  private final String label;
  private final String weight;
  private final List<FeatureColumn> features;
  private final List<Field> fields;
  private final boolean missingIsZero;
  private final boolean vectors;

  /**
   * @param label its column, or empty when there is none to read
   * @param settings which columns are features: those named, or all but label, weight and what is excluded
   * @throws InvalidInput if a column is missing, or cannot be a feature
   */
  TableSource(Dataset<Row> table, String name, String label, String weight, FeatureSettings settings) {
    List<String> columns = settings.columns();
    Set<String> excluded = Set.copyOf(settings.exclude());
    this.table = table;
    this.name = name;
    this.label = label;
    this.weight = weight;
    String[] there = table.columns();
    if (!label.isEmpty()) {
      Columns.require(label, "data.label", name, there);
    }
    if (!weight.isEmpty()) {
      Columns.require(weight, "data.weight", name, there);
    }
    columns.forEach(column -> Columns.require(column, "features.columns", name, there));
    excluded.forEach(column -> Columns.require(column, "features.exclude", name, there));
    settings.categorical().forEach(column -> Columns.require(column, "features.categorical", name, there));
    settings.text().forEach(column -> Columns.require(column, "features.text", name, there));
    Set<String> fieldNames = new HashSet<>(settings.categorical());
    fieldNames.addAll(settings.text());
    List<String> chosen = columns.isEmpty() ? others(excluded, fieldNames) : columns;
    if (chosen.isEmpty() && fieldNames.isEmpty()) {
      throw new InvalidInput(name + " has no feature columns beside label and weight; check features.exclude");
    }
    if (!label.isEmpty() && chosen.contains(label)) {
      throw new InvalidInput("features.columns names the label \"" + label + "\"; take it out");
    }
    requireNumbers(chosen);
    this.features = place(chosen);
    this.fields = place(settings);
    this.missingIsZero = settings.missingIsZero();
    this.vectors = !fields.isEmpty() || chosen.stream().anyMatch(column -> isVector(type(column)));
  }

  private List<String> others(Set<String> excluded, Set<String> fieldNames) {
    List<String> names = new ArrayList<>();
    for (String column : table.columns()) {
      boolean taken = column.equals(label) || column.equals(weight) || fieldNames.contains(column);
      if (!taken && !excluded.contains(column)) {
        names.add(column);
      }
    }
    return names;
  }

  private DataType type(String column) {
    return table.schema().apply(column).dataType();
  }

  private void requireNumbers(List<String> chosen) {
    List<String> bad = new ArrayList<>(chosen.stream().filter(column -> !isUsable(type(column))).toList());
    if (!weight.isEmpty() && !(type(weight) instanceof NumericType)) {
      bad.add(weight);
    }
    // Without rows csv columns have no type, and that there are no rows is what the user must hear.
    if (bad.isEmpty() || table.isEmpty()) {
      return;
    }
    String first = bad.get(0);
    String others = bad.size() == 1 ? "" : ", nor are " + Columns.listed(bad.subList(1, bad.size()));
    throw new InvalidInput("column \"" + first + "\" of " + name + " is of type " + type(first).simpleString()
        + example(first) + ", not a number" + others
        + "; leave it out with features.exclude, or name the numeric ones in features.columns");
  }

  /** What stands in a column of text where numbers belong: often one stray word is all that is wrong. */
  private String example(String column) {
    if (!(type(column) instanceof StringType)) {
      return "";
    }
    Column cell = column(column);
    return table.filter(cell.isNotNull().and(functions.not(cell.rlike(NUMBER)))).select(cell).takeAsList(1).stream()
        .findFirst().map(row -> " (for example \"" + row.getString(0) + "\")").orElse("");
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private static boolean isUsable(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType || isVector(type)
        || type instanceof ArrayType array && array.elementType() instanceof NumericType;
  }

  private static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private List<FeatureColumn> place(List<String> chosen) {
    List<FeatureColumn> placed = new ArrayList<>();
    int next = 0;
    for (String column : chosen) {
      boolean many = isVector(type(column)) || type(column) instanceof ArrayType;
      int width = many ? width(column) : 1;
      placed.add(new FeatureColumn(column, table.schema().fieldIndex(column), next, width));
      next += width;
    }
    return placed;
  }

  private List<Field> place(FeatureSettings settings) {
    List<Field> placed = new ArrayList<>();
    long next = numbers();
    for (String column : settings.categorical()) {
      List<String> known = settings.vocabulary().getOrDefault(column, List.of());
      Field field = known.isEmpty()
          ? new Field(column, Field.Kind.CATEGORY, (int) next, settings.buckets())
          : Field.of(column, known, (int) next);
      placed.add(field);
      next += field.buckets();
    }
    for (String column : settings.text()) {
      placed.add(new Field(column, Field.Kind.TEXT, (int) next, settings.buckets()));
      next += settings.buckets();
    }
    if (next > Integer.MAX_VALUE) {
      throw new InvalidInput("features.buckets " + settings.buckets() + " for " + placed.size() + " columns makes "
          + next + " features; lower it");
    }
    return placed;
  }

  private int numbers() {
    return features.isEmpty() ? 0
        : features.get(features.size() - 1).first() + features.get(features.size() - 1).width();
  }

  /** Entries of the first array or vector that is there; 0 when none is. */
  private int width(String column) {
    List<Row> first = table.filter(column(column).isNotNull()).select(column(column)).takeAsList(1);
    if (first.isEmpty()) {
      return 0;
    }
    return first.get(0).get(0) instanceof Vector vector ? vector.size() : first.get(0).getList(0).size();
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
  public List<Field> fields() {
    return fields;
  }

  @Override
  public int features() {
    return fields.isEmpty() ? numbers() : fields.get(fields.size() - 1).to();
  }

  @Override
  public boolean hasVectors() {
    return vectors;
  }

  /** What reads a row of this table. */
  RowReader reader() {
    StructType schema = table.schema();
    List<FieldColumn> placed =
        fields.stream().map(field -> new FieldColumn(field, schema.fieldIndex(field.name()))).toList();
    return new RowReader(
        features, placed, missingIsZero, label.isEmpty() ? -1 : schema.fieldIndex(label),
        weight.isEmpty() ? -1 : schema.fieldIndex(weight));
  }

  @Override
  public JavaRDD<Chunk> chunks(Labels labels) {
    RowReader reader = reader();
    int width = features();
    boolean sparse = vectors;
    String labelName = label;
    JavaRDD<Row> rows = table.javaRDD();
    boolean parts = rows.getNumPartitions() > 1;
    return rows.mapPartitionsWithIndex((part, some) -> {
      ChunkBuilder builder = new ChunkBuilder(width, sparse, labels, labelName);
      return new Chunks(some, reader, builder, parts ? " of part " + (part + 1) : "");
    }, false);
  }

  /** Chunks of one partition, made one at a time. */
  private static final class Chunks implements Iterator<Chunk> {
    private final Iterator<Row> rows;
    private final RowReader reader;
    private final ChunkBuilder builder;
    private final String part;

    Chunks(Iterator<Row> rows, RowReader reader, ChunkBuilder builder, String part) {
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
        reader.read(rows.next(), builder, "row " + (builder.position() + 1) + part);
      }
      return builder.take();
    }
  }
}
