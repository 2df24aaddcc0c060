package io.gossamer.worker.round;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.settings.Setting;
import java.util.List;

/** The section {@code training}. */
public record TrainingSettings(
    @Setting(doc = "Passes over the training rows.", value = "30") double epochs,
    @Setting(doc = "Rows of one local step on one shard.", value = "64") int batchSize,
    @Setting(doc = "Learning rate after the warm-up.", value = "0.1") double learningRate,
    @Setting(doc = "How the rate falls: constant, step, cosine, linear.", value = "cosine")
        LearningRate.Shape schedule,
    @Setting(doc = "Epochs over which the rate rises linearly from near zero.", value = "0.0") double warmupEpochs,
    @Setting(doc = "Epochs at which the schedule step multiplies the rate by stepFactor.", value = "[]")
        List<Double> stepEpochs,
    @Setting(doc = "Factor of the schedule step, in (0, 1).", value = "0.1") double stepFactor,
    @Setting(doc = "Local optimiser: sgd, adam, adamw, adagrad, lamb. Rates that often suit: sgd 0.1, adam and adamw "
        + "0.001, adagrad 0.05, lamb 0.01. In embeddings and wide sparse inputs only what a batch reaches takes a "
        + "step, as in LazyAdam; lamb refuses these.", value = "sgd") OptimizerKind optimizer,
    @Setting(doc = "What becomes of the optimiser's state (momentum, mean gradients, squares) between rounds: reset "
        + "(every round starts with none); average (it travels and is averaged beside the values: one more number for "
        + "each with sgd and adagrad, two with adam, adamw and lamb).", value = "reset") OptimizerState optimizerState,
    @Setting(doc = "Momentum of sgd, in [0, 1).", value = "0.9")
        double momentum,
    @Setting(doc = "Whether momentum looks ahead (Nesterov).", value = "true") boolean nesterov,
    @Setting(doc = "Decay of the mean gradient in adam, adamw and lamb, in [0, 1).", value = "0.9") double beta1,
    @Setting(doc = "Decay of the mean squared gradient in adam, adamw and lamb, in [0, 1).", value = "0.999")
        double beta2,
    @Setting(doc = "Added to the divisor of adam, adamw, adagrad and lamb, above 0.", value = "1e-8") double epsilon,
    @Setting(doc = "Decay of weights (never of biases), at least 0: part of the gradient in sgd, adam and adagrad, of "
        + "the step in adamw and lamb.", value = "0.0001") double weightDecay,
    @Setting(doc = "Largest magnitude of one number of a gradient; 0 does not clip.", value = "0.0") double clipValue,
    @Setting(doc = "Largest norm of a gradient; 0 does not clip.", value = "0.0") double clipNorm,
    @Setting(doc = "Seed of every random choice of the run.", value = "1") long seed) {
  public TrainingSettings {
    stepEpochs = List.copyOf(stepEpochs);
    check(epochs > 0 && epochs <= 1e6, "epochs", epochs, "above 0 and at most 1,000,000");
    check(batchSize >= 1 && batchSize <= 1 << 20, "batchSize", batchSize, "from 1 to 1,048,576");
    check(learningRate > 0 && learningRate < 1e3, "learningRate", learningRate, "above 0 and below 1000");
    check(warmupEpochs >= 0 && warmupEpochs <= epochs, "warmupEpochs", warmupEpochs, "from 0 to training.epochs");
    check(stepFactor > 0 && stepFactor < 1, "stepFactor", stepFactor, "in (0, 1)");
    for (double epoch : stepEpochs) {
      check(epoch > 0 && epoch <= epochs, "stepEpochs", epoch, "above 0 and at most training.epochs");
    }
    for (OptimizerKind kind : OptimizerKind.values()) {
      kind.optimizer(momentum, nesterov, beta1, beta2, epsilon, weightDecay);
    }
    new Clipping((float) clipValue, (float) clipNorm);
  }

  private static void check(boolean holds, String key, Object found, String allowed) {
    if (!holds) {
      throw new InvalidInput("training." + key + " is " + found + "; it must be " + allowed);
    }
  }

  /** The local optimiser. */
  public Optimizer localOptimizer() {
    return localOptimizer(1);
  }

  /** The local optimiser with {@code factor} times the weight decay. */
  public Optimizer localOptimizer(double factor) {
    return optimizer.optimizer(momentum, nesterov, beta1, beta2, epsilon, factor * weightDecay);
  }

  /** What of its state goes on from round to round. */
  public List<Slot> averagedState() {
    return optimizerState == OptimizerState.RESET ? List.of()
        : localOptimizer().slots().stream().filter(Slot::lasts).toList();
  }

  /** Bounds on its gradients. */
  public Clipping clipping() {
    return new Clipping((float) clipValue, (float) clipNorm);
  }

  /** The schedule in local steps. */
  public LearningRate rate(long stepsPerEpoch, long totalSteps) {
    List<Long> milestones = stepEpochs.stream().map(epoch -> Math.round(epoch * stepsPerEpoch)).sorted().toList();
    long warmup = Math.round(warmupEpochs * stepsPerEpoch);
    return new LearningRate(schedule, learningRate, warmup, totalSteps, milestones, stepFactor);
  }
}
