package io.gossamer.ops.loss;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Locale;

/** The section {@code loss}: what single losses may be told. */
public record LossSettings(
    @Setting(doc = "softmax: share of each target that is spread over all classes, at least 0 and below 1.",
        value = "0.0") double labelSmoothing,
    @Setting(doc = "softmax and logistic: a weight for each class, in the order of the classes; [] weighs all alike.",
        value = "[]") List<Double> classWeights,
    @Setting(doc = "huber: error, in standard deviations of the target, from which on the loss is linear.",
        value = "1.0") double huberDelta,
    @Setting(doc = "quantile: the quantile to predict, in (0, 1).", value = "0.5") double quantile,
    @Setting(doc = "A finished model (its run directory, or the folder model) that this one learns from, on the same "
        + "columns and classes.", path = true) String teacher,
    @Setting(doc = "softmax: share of the loss that compares with the teacher's probabilities, from 0 to 1.",
        value = "0.0") double distillation,
    @Setting(doc = "softmax: temperature of that comparison, above 0; 2 to 4 often suit.", value = "1.0")
        double temperature,
    @Setting(doc = "Weight of the comparison of hidden layers with the teacher's (SquareHead), at least 0.",
        value = "0.0") double squareHead,
    @Setting(doc = "Layers that squareHead compares; []: every hidden linear and conv2d layer that has the same name "
        + "and shape in both.", value = "[]") List<String> squareHeadLayers) {
  public LossSettings {
    classWeights = List.copyOf(classWeights);
    squareHeadLayers = List.copyOf(squareHeadLayers);
    if (!(squareHead >= 0 && squareHead < Double.POSITIVE_INFINITY)) {
      throw new InvalidInput("loss.squareHead is " + squareHead + "; it must be at least 0");
    }
    if (teacher.isEmpty() && (distillation > 0 || squareHead > 0)) {
      throw new InvalidInput("loss." + (distillation > 0 ? "distillation is " + distillation
          : "squareHead is " + squareHead) + ", which needs a model in loss.teacher; name one, or set it to 0");
    }
    if (!teacher.isEmpty() && distillation == 0 && squareHead == 0) {
      throw new InvalidInput("loss.teacher is " + teacher + ", but loss.distillation and loss.squareHead are 0; set "
          + "one of them");
    }
    if (squareHead == 0 && !squareHeadLayers.isEmpty()) {
      throw new InvalidInput("loss.squareHeadLayers is " + squareHeadLayers + ", but loss.squareHead is 0");
    }
    spec(LossKind.SOFTMAX, TargetScale.NONE, huberDelta, labelSmoothing, quantile, distillation, temperature,
        classWeights);
  }

  /**
   * The loss of a plan.
   *
   * @throws InvalidInput if there are weights for another number of classes
   */
  public LossSpec of(LossKind kind, TargetScale scale, int classes) {
    if (!classWeights.isEmpty() && classWeights.size() != classes) {
      throw new InvalidInput("loss.classWeights has " + classWeights.size() + " weights, the data " + classes
          + " classes; give one a class");
    }
    if (distillation > 0 && kind != LossKind.SOFTMAX) {
      throw new InvalidInput("loss.distillation is " + distillation + ", which needs model.loss softmax, not "
          + kind.name().toLowerCase(Locale.ROOT) + "; set it to 0");
    }
    return spec(kind, scale, huberDelta, labelSmoothing, quantile, distillation, temperature, classWeights);
  }

  /** The same without the teacher's place, which decides nothing: its content does. */
  public LossSettings withoutPaths() {
    String any = teacher.isEmpty() ? "" : "teacher";
    return new LossSettings(labelSmoothing, classWeights, huberDelta, quantile, any, distillation, temperature,
        squareHead, squareHeadLayers);
  }

  private static LossSpec spec(
      LossKind kind, TargetScale scale, double huberDelta, double labelSmoothing, double quantile, double distillation,
      double temperature, List<Double> classWeights) {
    return new LossSpec(kind, scale, labelSmoothing, classWeights.stream().map(Double::floatValue).toList(), huberDelta,
        quantile, distillation, temperature);
  }
}
