package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.optim.Adagrad;
import io.gossamer.ops.optim.Adam;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Lamb;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSettingsTest {
  private static TrainingSettings settings(
      OptimizerKind kind, double momentum, double beta1, double beta2, double epsilon, double decay, double clipValue,
      double clipNorm) {
    return new TrainingSettings(
        10, 32, 0.1, LearningRate.Shape.CONSTANT, 0, List.of(), 0.1, kind, OptimizerState.RESET, momentum, true, beta1,
        beta2, epsilon, decay, clipValue, clipNorm, 1);
  }

  private static TrainingSettings settings(OptimizerKind kind) {
    return settings(kind, 0.8, 0.7, 0.95, 1e-6, 0.01, 2, 3);
  }

  @Test
  void eachOptimizerTakesTheSettingsThatConcernIt() {
    assertThat(settings(OptimizerKind.SGD).localOptimizer()).isEqualTo(new Sgd(0.8f, true, 0.01f));
    assertThat(settings(OptimizerKind.ADAM).localOptimizer()).isEqualTo(new Adam(0.7f, 0.95f, 1e-6f, 0.01f, false));
    assertThat(settings(OptimizerKind.ADAMW).localOptimizer()).isEqualTo(new Adam(0.7f, 0.95f, 1e-6f, 0.01f, true));
    assertThat(settings(OptimizerKind.ADAGRAD).localOptimizer()).isEqualTo(new Adagrad(1e-6f, 0.01f));
    assertThat(settings(OptimizerKind.LAMB).localOptimizer()).isEqualTo(new Lamb(0.7f, 0.95f, 1e-6f, 0.01f));
    assertThat(settings(OptimizerKind.SGD).clipping()).isEqualTo(new Clipping(2, 3));
  }

  /** Whatever the optimiser: a setting that is wrong is wrong before it is used. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1   | 0.9 | 0.99 | 1e-8 | 0    | 0    | 0   | training.momentum is 1.0; it must be in [0, 1)
      0.9 | 1.5 | 0.99 | 1e-8 | 0    | 0    | 0   | training.beta1 is 1.5; it must be in [0, 1)
      0.9 | 0.9 | -0.5 | 1e-8 | 0    | 0    | 0   | training.beta2 is -0.5; it must be in [0, 1)
      0.9 | 0.9 | 0.99 | 0    | 0    | 0    | 0   | training.epsilon is 0.0; it must be above 0 and below 1
      0.9 | 0.9 | 0.99 | 1e-8 | -0.5 | 0    | 0   | training.weightDecay is -0.5; it must be in [0, 1)
      0.9 | 0.9 | 0.99 | 1e-8 | 0    | -0.5 | 0   | training.clipValue is -0.5; it must be above 0, or 0 for no clipping
      0.9 | 0.9 | 0.99 | 1e-8 | 0    | 0    | NaN | training.clipNorm is NaN; it must be above 0, or 0 for no clipping
      """)
  void refusesByNameValueAndMend(
      double momentum, double beta1, double beta2, double epsilon, double decay, double value, double norm,
      String message) {
    for (OptimizerKind kind : OptimizerKind.values()) {
      assertThatThrownBy(() -> settings(kind, momentum, beta1, beta2, epsilon, decay, value, norm))
          .isInstanceOf(InvalidInput.class).hasMessage(message);
    }
  }
}
