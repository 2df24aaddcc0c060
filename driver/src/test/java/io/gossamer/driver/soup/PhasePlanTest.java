package io.gossamer.driver.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.round.RoundLengths;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.optim.RetrainRate;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.round.TrainingSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhasePlanTest {
  private static final TrainingSettings TRAINING =
      Defaults.of(TrainingSettings.class, Map.of("epochs", 10.0, "batchSize", 25));

  private static List<Phase> phases(SoupMethod method, Map<String, ?> more) {
    Map<String, Object> given = new HashMap<>(more);
    given.put("method", method);
    given.putIfAbsent("particles", 4);
    return PhasePlan.of(Defaults.of(SoupSettings.class, given), TRAINING, 1_000, 2, 10_000, 1_000);
  }

  /** Golden vector F1: each phase prunes {@code 1 - (1 - s)^(1/n)} of what is left. */
  @Test
  void everyPruneTakesTheSameShareAndTheLastEndsAtTheCount() {
    assertThat(PhasePlan.counts(10_000, 1_000, 3)).containsExactly(4_642, 2_154, 1_000);
    assertThat(PhasePlan.counts(266_200, 13_310, 1)).containsExactly(13_310);
    assertThat(PhasePlan.counts(10, 10, 2)).containsExactly(10, 10);
  }

  @Test
  void smsTrainsOneDenseModelThenParticlesAfterEachPrune() {
    List<Phase> phases = phases(SoupMethod.SMS, Map.of("epochs", 2.0));

    assertThat(phases).extracting(Phase::name).containsExactly("dense", "prune 1/3", "prune 2/3", "prune 3/3");
    assertThat(phases).extracting(Phase::particles).containsExactly(1, 4, 4, 4);
    assertThat(phases).extracting(Phase::keep).containsExactly(10_000, 4_642, 2_154, 1_000);
    assertThat(phases).extracting(Phase::steps).containsExactly(200L, 80L, 80L, 80L);
    assertThat(phases).noneMatch(Phase::rewound).noneMatch(Phase::averages);
    assertThat(phases.get(1).retrain()).contains(RetrainRate.Shape.LLR);
  }

  @Test
  void impTrainsSeveralParticlesInItsLastPhaseAlone() {
    assertThat(phases(SoupMethod.IMP, Map.of())).extracting(Phase::particles).containsExactly(1, 1, 1, 4);
  }

  @Test
  void swampGoesBackToItsTicketAndAveragesInEveryCycle() {
    List<Phase> phases = phases(SoupMethod.SWAMP, Map.of("rewindEpochs", 4.0, "single", 2));

    assertThat(phases).extracting(Phase::name)
        .containsExactly("ticket", "cycle 0/3", "cycle 1/3", "cycle 2/3", "cycle 3/3");
    assertThat(phases).extracting(Phase::particles).containsExactly(1, 1, 1, 4, 4);
    assertThat(phases).extracting(Phase::keep).containsExactly(10_000, 10_000, 4_642, 2_154, 1_000);
    assertThat(phases.get(0).snapshot()).isEqualTo(80).isEqualTo(phases.get(0).end());
    assertThat(phases.subList(1, 5)).allMatch(Phase::rewound).allMatch(Phase::averages)
        .allMatch(phase -> phase.epochs() == 6 && phase.retrain().equals(java.util.Optional.of(RetrainRate.Shape.SWA)));
    assertThat(phases.get(2).first()).isEqualTo(80);
    assertThat(phases.get(4).first()).isEqualTo(160);
  }

  @Test
  void swampWithoutATicketGoesBackToTheFreshValues() {
    List<Phase> phases = phases(SoupMethod.SWAMP, Map.of("rewindEpochs", 0.0));

    assertThat(phases).extracting(Phase::name).startsWith("cycle 0/3").hasSize(4);
    assertThat(phases.get(0).snapshot()).isZero();
    assertThat(phases.get(0).rewound()).isFalse();
    assertThat(phases.get(1).rewound()).isTrue();
  }

  @Test
  void weightsThatGoBackNeedStepsAfterThatPoint() {
    assertThatThrownBy(() -> phases(SoupMethod.SWAMP, Map.of("rewindEpochs", 10.0)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("soup.rewindEpochs is 10.0 of 10.0 epochs");
    Map<String, ?> late = Map.of("rewindEpochs", 11.0, "epochs", 1.0, "rewind", Choice.ALWAYS);
    assertThatThrownBy(() -> phases(SoupMethod.IMP, late))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("soup.epochs");
  }

  @ParameterizedTest
  @EnumSource(SoupMethod.class)
  void roundsStopWherePhasesEndAndWhereSamplesAreTaken(SoupMethod method) {
    SwaSettings swa = SwaSettings.defaults();
    for (int localSteps : new int[] {1, 7, 1_000}) {
      int rounds = 0;
      List<Phase> phases = phases(method, Map.of("rewindEpochs", 0.3));
      for (Phase phase : phases) {
        int samples = 0;
        for (long step = phase.first(); step < phase.end(); rounds++) {
          long taken = Math.min(localSteps, phase.stepsUntilStop(step, swa));
          assertThat(taken).isPositive();
          step += taken;
          assertThat(phase.samples(step, swa)).isBetween(samples, samples + 1);
          samples = phase.samples(step, swa);
        }
        assertThat(samples > 0).isEqualTo(phase.averages());
      }
      assertThat(PhasePlan.rounds(
          phases, new RoundLengths(RoundLengths.Kind.FIXED, localSteps, 0), swa)).isEqualTo(rounds);
    }
  }
}
