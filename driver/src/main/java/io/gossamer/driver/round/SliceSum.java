package io.gossamer.driver.round;

import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.SliceMessages;
import io.gossamer.worker.round.SliceMessages.Slice;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What runs in a task of the second stage: the slice of one particle from all of its shards, summed in shard order
 * whatever order it came in, as the driver would. Its answer, little-endian:
 *
 * <pre>
 *   0 int messages, of each   int its bytes, and {@link SliceMessages#header}
 *   then 4 bytes for each value of the mean; nothing where no message was sound and had a weight
 * </pre>
 */
final class SliceSum extends AbstractFunction1<Iterator<Tuple2<Integer, byte[]>>, byte[]> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Slices slices;
  private final Broadcast<byte[]>[] bases;

  /**
   * @param bases what each particle has on the driver, never rounded
   */
  SliceSum(Slices slices, Broadcast<byte[]>[] bases) {
    this.slices = slices;
    this.bases = bases;
  }

  @Override
  public byte[] apply(Iterator<Tuple2<Integer, byte[]>> sent) {
    List<byte[]> messages = new ArrayList<>();
    int number = -1;
    while (sent.hasNext()) {
      Tuple2<Integer, byte[]> next = sent.next();
      number = next._1();
      messages.add(next._2());
    }
    messages.sort(Comparator.comparingInt(SliceMessages::shard));
    int slice = number % slices.perParticle();
    float[] base = Message.slice(
        bases[number / slices.perParticle()].value(), slices.array(slice), slices.from(slice), slices.to(slice));
    return answer(messages, base);
  }

  private static byte[] answer(List<byte[]> messages, float[] base) {
    Averaging.Sum sum = new Averaging.Sum(base.length);
    ByteBuffer out = ByteBuffer.allocate(
        4 + messages.size() * (4 + SliceMessages.HEADER) + 4 * base.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(messages.size());
    for (byte[] message : messages) {
      Slice slice = SliceMessages.decode(message, base.clone());
      if (slice.isSound()) {
        sum.add(slice.update());
      }
      out.putInt(message.length).put(SliceMessages.header(slice));
    }
    if (sum.hasMean()) {
      out.asFloatBuffer().put(sum.mean());
      out.position(out.limit());
    }
    return out.position() == out.limit() ? out.array() : Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads an answer.
   *
   * @param header told of each message: its bytes, and what it says without its values
   * @param mean where the mean goes
   * @return whether there is one
   */
  static boolean read(byte[] answer, Consumer<Sent> header, float[] mean, int from, int to) {
    ByteBuffer in = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    for (int left = in.getInt(); left > 0; left--) {
      int bytes = in.getInt();
      byte[] message = new byte[SliceMessages.HEADER];
      in.get(message);
      header.accept(new Sent(bytes, SliceMessages.decode(message, new float[0])));
    }
    if (!in.hasRemaining()) {
      return false;
    }
    in.asFloatBuffer().get(mean, from, to - from);
    return true;
  }

  /** A message that was summed. */
  record Sent(int bytes, Slice slice) {}
}
