package io.gossamer.driver.data;

import java.io.Serializable;
import java.util.List;

/**
 * What a model expects of a row and what its outputs mean.
 *
 * @param format of the files it was trained on
 * @param columns feature columns by name; empty for images, the one vector for libsvm
 * @param fields columns of categories and text; their features follow those of {@code columns}
 * @param missingIsZero whether a missing number is 0
 * @param classes labels in class order; empty for a regression
 * @param sparse whether rows are kept by their nonzeros
 */
public record Schema(
    DataFormat format,
    List<String> columns,
    List<Field> fields,
    boolean missingIsZero,
    int featureCount,
    String label,
    String weight,
    List<String> classes,
    boolean sparse,
    Scaling scaling)
    implements Serializable {
  public Schema {
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
    classes = List.copyOf(classes);
  }
}
