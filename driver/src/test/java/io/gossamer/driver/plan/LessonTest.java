package io.gossamer.driver.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.model.Model;
import io.gossamer.masks.Mask;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.testing.Defaults;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LessonTest {
  private static final Schema ROWS = schema(
      List.of("age", "income"), List.of("no", "yes"), false, scaling(new float[] {40, 900}, new float[] {0.1f, 0.01f}));

  private static Scaling scaling(float[] offset, float[] factor) {
    return new Scaling(ScalingKind.STANDARD, offset, factor);
  }

  private static Schema schema(List<String> columns, List<String> classes, boolean sparse, Scaling scaling) {
    return new Schema(
        DataFormat.CSV, columns, List.of(), false, columns.size(), "bought", "", classes, sparse, scaling);
  }

  private static NetworkSpec network(LossKind kind, int hidden) {
    return new NetworkSpec(Shape.flat(2), false,
        LayerSyntax.parse(List.of("fc1 = linear out=" + hidden, "relu", "out = linear out=2")), LossSpec.of(kind));
  }

  private static Lesson of(NetworkSpec network, Schema schema) {
    Mask empty = new Mask(0, List.of(), List.of());
    return new Lesson(new Model(network, empty, new float[0], schema, new Model.Origin("1", "p", "d", 1)), "s");
  }

  private static void refuses(UnaryOperator<Schema> other, String sentence) {
    Lesson lesson = of(network(LossKind.SOFTMAX, 3), other.apply(ROWS));
    assertThatThrownBy(() -> lesson.check(ROWS, "runs/t")).isInstanceOf(InvalidInput.class).hasMessage(sentence);
  }

  @Test
  void refusesATeacherThatReadsOtherRows() {
    assertThatCode(() -> of(network(LossKind.SOFTMAX, 3), ROWS).check(ROWS, "runs/t")).doesNotThrowAnyException();

    String end = "; name a teacher that was trained on such rows";
    refuses(rows -> schema(List.of("age"), rows.classes(), false, Scaling.NONE),
        "the teacher in runs/t has other features: 1; this run has 2" + end);
    refuses(rows -> schema(List.of("income", "age"), rows.classes(), false, rows.scaling()),
        "the teacher in runs/t has other columns: [income, age]; this run has [age, income]" + end);
    refuses(rows -> schema(rows.columns(), List.of("yes", "no"), false, rows.scaling()),
        "the teacher in runs/t has other classes: [yes, no]; this run has [no, yes]" + end);
    refuses(rows -> schema(rows.columns(), rows.classes(), true, rows.scaling()),
        "the teacher in runs/t has other layout of rows: sparse; this run has dense" + end);
  }

  @Test
  void scalesMayDifferAsTheyDoFromSplitToSplitAndNoMore() {
    Schema near = schema(
        ROWS.columns(), ROWS.classes(), false, scaling(new float[] {40.9f, 905}, new float[] {0.105f, 0.01f}));
    assertThatCode(() -> of(network(LossKind.SOFTMAX, 3), near).check(ROWS, "runs/t")).doesNotThrowAnyException();

    refuses(rows -> schema(rows.columns(), rows.classes(), false, scaling(new float[] {40, 915}, new float[] {0.1f,
        0.01f})),
        "the teacher in runs/t scales feature 1 as (x - 915.0) * 0.01, this run as (x - 900.0) * 0.01; "
        + "train both on the same rows with the same features.scaling");
    refuses(rows -> schema(rows.columns(), rows.classes(), false, scaling(new float[] {40, 900}, new float[] {0.12f,
        0.01f})),
        "the teacher in runs/t scales feature 0 as (x - 40.0) * 0.12, this run as (x - 40.0) * 0.1; "
        + "train both on the same rows with the same features.scaling");
  }

  @Test
  void refusesATeacherThatHasNothingToTeach() {
    LossSettings soft = Defaults.of(LossSettings.class, Map.of("teacher", "runs/t", "distillation", 0.5));
    LossSettings hidden = Defaults.of(LossSettings.class, Map.of("teacher", "runs/t", "squareHead", 0.5));

    assertThatThrownBy(() -> of(network(LossKind.SQUARED, 3), ROWS).spec(network(LossKind.SOFTMAX, 3), soft))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("loss.distillation is 0.5, but the teacher in runs/t has the loss squared; it must be softmax, or "
            + "set loss.distillation to 0");
    assertThatThrownBy(() -> of(network(LossKind.SOFTMAX, 4), ROWS).spec(network(LossKind.SOFTMAX, 3), hidden))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("loss.squareHead is 0.5, but no hidden linear or conv2d layer has the same name and ");
  }
}
