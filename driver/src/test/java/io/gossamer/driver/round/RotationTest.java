package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
  @Test
  void shardServesTheParticleOfDesignSectionFour() {
    Rotation rotation = new Rotation(3, 4);

    assertThat(turn(rotation, 0)).containsExactly(List.of(0), List.of(1), List.of(2), List.of(0));
    assertThat(turn(rotation, 1)).containsExactly(List.of(1), List.of(2), List.of(0), List.of(1));
  }

  @Test
  void aShardServesSeveralParticlesWhenThereAreMore() {
    Rotation rotation = new Rotation(5, 2);

    assertThat(turn(rotation, 0)).containsExactly(List.of(0, 2, 4), List.of(1, 3));
    assertThat(turn(rotation, 1)).containsExactly(List.of(1, 3), List.of(0, 2, 4));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "2, 4", "3, 4", "4, 4", "5, 4", "300, 7"})
  void everyParticleTrainsInEveryRoundAndMeetsEveryShardInAPeriod(int particles, int shards) {
    Rotation rotation = new Rotation(particles, shards);
    Set<List<Integer>> met = new HashSet<>();

    for (int turn = 0; turn < rotation.period(); turn++) {
      Set<Integer> trained = new HashSet<>();
      int visits = 0;
      for (int shard = 0; shard < shards; shard++) {
        for (int particle : rotation.visitors(shard, turn)) {
          trained.add(particle);
          met.add(List.of(particle, shard));
          assertThat(rotation.visited(particle, turn)).contains(shard).isSorted();
          visits++;
        }
      }
      assertThat(trained).hasSize(particles);
      assertThat(visits).isEqualTo(rotation.visits());
      int round = turn;
      assertThat(IntStream.range(0, particles).map(p -> rotation.visited(p, round).size()).sum()).isEqualTo(visits);
    }
    assertThat(met).hasSize(particles * shards);
  }

  private static List<List<Integer>> turn(Rotation rotation, int turn) {
    return new ArrayList<>(
        IntStream.range(0, rotation.shards()).mapToObj(shard -> rotation.visitors(shard, turn)).toList());
  }
}
