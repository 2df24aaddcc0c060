package io.gossamer.driver.plan;

import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.model.Model;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.net.Teacher;
import io.gossamer.worker.round.TeacherSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A model that a run learns from.
 *
 * @param sha256 of its tensors
 */
public record Lesson(Model teacher, String sha256) {
  /** Scaled features may lie this far apart, in units of the scaled feature: splits differ a little by their seed. */
  private static final double TOLERANCE = 0.1;

  /**
   * What the workers need to know of it.
   *
   * @throws InvalidInput if the student cannot learn from it
   */
  TeacherSpec spec(NetworkSpec student, LossSettings settings) {
    NetworkSpec network = teacher.network();
    if (settings.distillation() > 0 && network.loss().kind() != LossKind.SOFTMAX) {
      throw new InvalidInput("loss.distillation is " + settings.distillation() + ", but the teacher in "
          + settings.teacher() + " has the loss " + network.loss().kind().name().toLowerCase(Locale.ROOT)
          + "; it must be softmax, or set loss.distillation to 0");
    }
    Teacher.check(student, network, settings.squareHeadLayers());
    List<String> layers = settings.squareHeadLayers().isEmpty()
        ? Teacher.comparable(student, network)
        : settings.squareHeadLayers();
    if (settings.squareHead() > 0 && layers.isEmpty()) {
      throw new InvalidInput("loss.squareHead is " + settings.squareHead() + ", but no hidden linear or conv2d layer "
          + "has the same name and shape in the student and in the teacher; give both the same widths, or set it to 0");
    }
    return new TeacherSpec(
        network, teacher.executions(), sha256, settings.squareHead(), settings.squareHead() > 0 ? layers : List.of());
  }

  /**
   * @param rows of the student
   * @throws InvalidInput if the teacher reads others
   */
  public void check(Schema rows, String path) {
    Schema read = teacher.schema();
    same(path, "features", read.featureCount(), rows.featureCount());
    same(path, "columns", read.columns(), rows.columns());
    same(path, "columns of categories and text", read.fields(), rows.fields());
    same(path, "classes", read.classes(), rows.classes());
    same(path, "layout of rows", read.sparse() ? "sparse" : "dense", rows.sparse() ? "sparse" : "dense");
    for (int f = 0; f < rows.featureCount(); f++) {
      float factor = factor(read.scaling(), f);
      double apart = Math.abs(offset(read.scaling(), f) - offset(rows.scaling(), f)) * Math.abs(factor);
      if (apart > TOLERANCE || Math.abs(factor - factor(rows.scaling(), f)) > TOLERANCE * Math.abs(factor)) {
        throw new InvalidInput("the teacher in " + path + " scales feature " + f + " as (x - "
            + offset(read.scaling(), f) + ") * " + factor + ", this run as (x - " + offset(rows.scaling(), f) + ") * "
            + factor(rows.scaling(), f) + "; train both on the same rows with the same features.scaling");
      }
    }
  }

  private static void same(String path, String what, Object theirs, Object ours) {
    if (!Objects.equals(theirs, ours)) {
      throw new InvalidInput("the teacher in " + path + " has other " + what + ": " + cut(theirs) + "; this run has "
          + cut(ours) + "; name a teacher that was trained on such rows");
    }
  }

  /** Of a list its length and its first five. */
  private static String cut(Object value) {
    if (value instanceof List<?> list && list.size() > 5) {
      return list.size() + " (" + list.subList(0, 5) + " ...)";
    }
    return String.valueOf(value);
  }

  private static float offset(Scaling scaling, int feature) {
    return scaling.offset().length == 0 ? 0 : scaling.offset()[feature];
  }

  private static float factor(Scaling scaling, int feature) {
    return scaling.factor().length == 0 ? 1 : scaling.factor()[feature];
  }
}
