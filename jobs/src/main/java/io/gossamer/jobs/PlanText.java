package io.gossamer.jobs;

import io.gossamer.driver.plan.LayerPlan;
import io.gossamer.driver.plan.MemoryNeed;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.jobs.config.ConfigWriter;
import io.gossamer.ops.optim.Slot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan for people: the summary that is printed, and plan.yaml. */
final class PlanText {
  private PlanText() {}

  /** A screenful: rows, layers, rounds, memory, and why. */
  static String summary(Plan plan) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("plan %s%n", plan.hash().substring(0, 12)));
    text.append(String.format("  data      %,d training rows of %,d %s features%s in %d shards%n",
        plan.data().trainRows(), plan.data().features(), plan.data().sparse() ? "sparse" : "dense",
        plan.data().classes().isEmpty() ? "" : ", " + plan.data().classes().size() + " classes",
        plan.settings().data().shards()));
    boolean chosen = plan.settings().soup().method().prunes();
    for (LayerPlan layer : plan.layers()) {
      text.append(String.format("  %-9s %d -> %d, %s, %s%n", layer.name(), layer.in(), layer.out(),
          chosen ? "keeps what the prunes choose" : String.format("keeps %,d of %,d weights (sparsity %.4f)",
              layer.nnz(), (long) layer.in() * layer.out(), layer.sparsity()), layer.execution()));
    }
    text.append(String.format("  masks     %s: %,d weights and %,d dense values in the finished model%n", masks(plan),
        plan.nnz(), plan.train().network().finished().denseValues()));
    for (Phase phase : plan.phases().size() == 1 ? List.<Phase>of() : plan.phases()) {
      text.append(String.format("  phase     %-10s %d particles x %,d steps (%s epochs) on %,d weights%s%n",
          phase.name(), phase.particles(), phase.steps(),
          BigDecimal.valueOf(phase.epochs()).stripTrailingZeros().toPlainString(),
          phase.keep(), phase.rewound() ? ", from the values after " + rewind(plan) + " epochs" : ""));
    }
    if (plan.train().teacher() != null) {
      text.append(teacher(plan));
    }
    boolean boxed = plan.settings().rounds().timeBoxed();
    text.append(String.format("  rounds    %s%,d of %s%,d local steps, batch %d, %,d steps an epoch%n",
        boxed ? "at least " : "", plan.rounds(), boxed ? "at most " : "", plan.localSteps(), plan.train().batchSize(),
        plan.stepsPerEpoch()));
    List<Slot> averaged = plan.settings().training().averagedState();
    if (!averaged.isEmpty()) {
      text.append(String.format("  state     %s of the local optimiser averaged beside the values: %d numbers a value "
          + "travel%n", averaged.stream().map(Slot::key).collect(Collectors.joining(" and ")), 1 + averaged.size()));
    }
    text.append(String.format("  kernels   %s, %d %s a task%n", plan.kernels(), plan.threads(),
        plan.threads() == 1 ? "thread" : "threads"));
    text.append(String.format("  memory    driver %s, each task %s, data %s%n",
        MemoryNeed.megabytes(plan.memory().driver()), MemoryNeed.megabytes(plan.memory().task()),
        MemoryNeed.megabytes(plan.memory().data())));
    for (String reason : plan.reasons()) {
      text.append("  because   ").append(reason).append(System.lineSeparator());
    }
    return text.toString().stripTrailing();
  }

  /** Settings that read back as they are, with what was resolved from them in comments above. */
  static String yaml(Plan plan) {
    StringBuilder text = new StringBuilder();
    List<String> lines = summary(plan).lines().toList();
    lines.forEach(line -> text.append("# ").append(line).append('\n'));
    text.append(String.format("# plan hash %s, data fingerprint %s%n%n", plan.hash(), plan.data().fingerprint()));
    return text.append(ConfigWriter.write(plan.toRerun())).toString();
  }

  private static String teacher(Plan plan) {
    LossSettings loss = plan.settings().loss();
    List<String> layers = plan.train().teacher().layers();
    return String.format("  teacher   %s in %s: share %s at temperature %s%s%n",
        plan.train().teacher().sha256().substring(0, 12), loss.teacher(), loss.distillation(), loss.temperature(),
        layers.isEmpty() ? "" : ", SquareHead " + loss.squareHead() + " on " + String.join(", ", layers));
  }

  private static String masks(Plan plan) {
    SoupSettings soup = plan.settings().soup();
    return soup.method().prunes() ? name(soup.method()) + " by " + name(soup.criterion())
        : name(plan.settings().sparsity().method()) + ", " + name(plan.settings().sparsity().allocation());
  }

  private static String rewind(Plan plan) {
    return BigDecimal.valueOf(plan.settings().soup().rewindEpochs()).stripTrailingZeros().toPlainString();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
