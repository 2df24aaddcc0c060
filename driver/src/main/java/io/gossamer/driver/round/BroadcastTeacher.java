package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.round.Message;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A teacher's messages, which executors fetch when a task first compiles it. */
public record BroadcastTeacher(Broadcast<byte[]> maskMessage, Broadcast<byte[]> valueMessage)
    implements TeacherMessages {
  /**
   * @param values of a model under {@code mask}
   */
  public static BroadcastTeacher of(JavaSparkContext spark, Mask mask, float[] values) {
    return new BroadcastTeacher(
        spark.broadcast(MaskCodec.encode(mask)),
        spark.broadcast(Message.encode(0, 0, mask.version(), mask.hash(), values)));
  }

  @Override
  public byte[] mask() {
    return maskMessage.value();
  }

  @Override
  public byte[] values() {
    return valueMessage.value();
  }

  void destroy() {
    maskMessage.destroy();
    valueMessage.destroy();
  }
}
