package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.testing.hostile.HostileFiles;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTest {
  private static final Update UPDATE =
      new Update(41, 2, 3, 6, 0x9f3c_0000_0000_0001L, 17, 1_088, 1_050.5, 12.25, 987_654_321L,
          new float[] {1.5f, -0.0f, Float.NaN, Float.MAX_VALUE});

  @Test
  void decodingGivesTheUpdateBack() {
    Update decoded = Message.decode(Message.encode(UPDATE));

    assertThat(decoded).usingRecursiveComparison().ignoringFields("values").isEqualTo(UPDATE);
    for (int p = 0; p < UPDATE.values().length; p++) {
      assertThat(Float.floatToRawIntBits(decoded.values()[p]))
          .isEqualTo(Float.floatToRawIntBits(UPDATE.values()[p]));
    }
  }

  /** A particle whose phase is over sends what it got. */
  @ParameterizedTest
  @EnumSource(Codec.class)
  void whatDidNotMoveTravelsInAFewBytes(Codec up) {
    float[] base = new float[5_000];
    for (int p = 0; p < base.length; p++) {
      base[p] = p / 7f;
    }
    Assignment assignment = new Assignment(41, 2, 6, 0x9f3c_0000_0000_0001L, 0, 0, 0, 5, 1, Assignment.UNBOUNDED, 0);
    Update still = new Update(41, 2, 3, 6, 0x9f3c_0000_0000_0001L, 0, 0, 0, 0, 0, base);

    byte[] message = Message.encodeUp(still, assignment, Replica.of(base), new Exchange(Codec.FP32, up));

    assertThat(message).hasSize(Message.HEADER + 5 * 2);
    assertThat(Message.decode(message, particle -> Replica.of(base)).values()).isEqualTo(base);
  }

  @Test
  void carriesNothingButValuesAfterItsHeader() {
    assertThat(Message.encode(UPDATE)).hasSize(Message.HEADER + 4 * 4);
    assertThat(Message.HEADER).isLessThanOrEqualTo(256);
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = Message.encode(UPDATE);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Message.decode(cut)).isInstanceOf(CorruptFile.class);
    }
  }

  @Test
  void hostileMessages() {
    HostileFiles.check("messages", Message::decode);
  }
}
