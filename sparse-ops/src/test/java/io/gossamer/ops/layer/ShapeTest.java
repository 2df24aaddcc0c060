package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  private static final int MOST = Integer.MAX_VALUE;

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,-1,1", "2,1,1073741824", "46341,46341,1", "2147483647,2147483647,4", "65536,65536,65536"})
  void aRowThatNoArrayHoldsIsRefused(int channels, int height, int width) {
    assertThatThrownBy(() -> new Shape(channels, height, width)).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("below 2^31");
  }

  @Test
  void theLargestRowIsAShape() {
    assertThat(new Shape(MOST, 1, 1).features()).isEqualTo(MOST);
    assertThat(new Shape(1, 1, MOST).features()).isEqualTo(MOST);
  }

  /** Found by LayerSyntaxFuzz: "wide = linear out=2147483647 <- rows" beside a layer of 64. */
  @Test
  void channelsThatOverflowWhenPutSideBySideAreRefused() {
    assertThatThrownBy(() -> new Concat().output(List.of(Shape.flat(64), Shape.flat(MOST))))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("concat makes 2147483711 channels");
  }
}
