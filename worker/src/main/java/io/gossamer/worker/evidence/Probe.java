package io.gossamer.worker.evidence;

import io.gossamer.masks.evidence.Measure;
import io.gossamer.ops.CorruptFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A question to every shard. Places travel as the message of a mask ({@link io.gossamer.masks.codec.MaskCodec}).
 *
 * @param measure what is summed; null where the question is for the squares of inputs
 * @param sample which rows of the shard take part
 * @param at places whose sums are wanted, or none
 * @param candidates which other places may be named, or none
 * @param direction by which the Hessian is multiplied, in the order of the mask; else none
 */
public record Probe(Measure measure, Sample sample, byte[] at, Candidates candidates, float[] direction) {
  private static final byte[] NOTHING = {};

  /**
   * The rows of a shard that take part, and how.
   *
   * @param rows the most of them; 0 for all
   * @param seed of their draw, the same for all passes of a step
   * @param momentum decay a batch of {@link Measure#MOMENTUM}
   * @param temperature by which {@link Measure#HESSIAN_GRADIENT}, and the gradient for it, divides logits; else 1
   */
  public record Sample(int rows, long seed, double momentum, double temperature) {}

  /**
   * Which places a shard names of its own accord. In each group (a layer, or each of its rows) the {@code top} largest
   * absolute sums, or all that reach {@code above}.
   *
   * @param except places that are never named, as the message of a mask
   * @param top how many by layer and group; null where thresholds are given
   * @param above thresholds by layer and group; null where counts are given
   */
  public record Candidates(byte[] except, boolean byRow, int[][] top, float[][] above) {
    /** Names nothing. */
    static final Candidates NONE = new Candidates(NOTHING, false, new int[0][], null);

    boolean isNone() {
      return except.length == 0;
    }
  }

  /** For the squares of what enters each column of each masked layer. */
  public static Probe inputs(Sample sample) {
    return new Probe(null, sample, NOTHING, Candidates.NONE, new float[0]);
  }

  /** For sums at places. */
  public static Probe at(Measure measure, Sample sample, byte[] places, float[] direction) {
    return new Probe(measure, sample, places, Candidates.NONE, direction);
  }

  /** For places of large sums. */
  public static Probe candidates(Measure measure, Sample sample, Candidates candidates) {
    return new Probe(measure, sample, NOTHING, candidates, new float[0]);
  }

  /** The bytes that go down. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(measure == null ? -1 : measure.ordinal());
      out.writeInt(sample.rows);
      out.writeLong(sample.seed);
      out.writeDouble(sample.momentum);
      out.writeDouble(sample.temperature);
      write(out, at);
      write(out, candidates.except);
      out.writeBoolean(candidates.byRow);
      out.writeBoolean(candidates.top != null);
      int layers = candidates.top != null ? candidates.top.length : candidates.above.length;
      out.writeInt(layers);
      for (int l = 0; l < layers; l++) {
        int groups = candidates.top != null ? candidates.top[l].length : candidates.above[l].length;
        out.writeInt(groups);
        for (int g = 0; g < groups; g++) {
          out.writeInt(candidates.top != null ? candidates.top[l][g] : Float.floatToIntBits(candidates.above[l][g]));
        }
      }
      out.writeInt(direction.length);
      for (float number : direction) {
        out.writeFloat(number);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * What {@link #encode} made.
   *
   * @throws CorruptFile if the bytes are not one whole probe
   */
  public static Probe decode(byte[] message) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
      int measure = in.readByte();
      require(measure >= -1 && measure < Measure.values().length, message, "asks for measure " + measure);
      Sample sample = new Sample(in.readInt(), in.readLong(), in.readDouble(), in.readDouble());
      require(sample.rows >= 0 && Double.isFinite(sample.momentum) && Double.isFinite(sample.temperature), message,
          "samples " + sample.rows + " rows, momentum " + sample.momentum + ", temperature " + sample.temperature);
      byte[] at = in.readNBytes(count(in, 1, message));
      byte[] except = in.readNBytes(count(in, 1, message));
      boolean byRow = flag(in, message);
      boolean counts = flag(in, message);
      int[][] groups = new int[count(in, Integer.BYTES, message)][];
      for (int l = 0; l < groups.length; l++) {
        groups[l] = group(in, counts, message);
      }
      float[] direction = new float[count(in, Float.BYTES, message)];
      for (int p = 0; p < direction.length; p++) {
        direction[p] = in.readFloat();
        require(Float.isFinite(direction[p]), message, "has a direction that is not finite");
      }
      require(in.available() == 0, message, "goes on for " + in.available() + " bytes after its end");
      Candidates candidates = new Candidates(except, byRow, counts ? groups : null, counts ? null : floats(groups));
      return new Probe(measure < 0 ? null : Measure.values()[measure], sample, at, candidates, direction);
    } catch (IOException e) {
      throw new CorruptFile("a probe of " + message.length + " bytes ends before its parts do", e);
    }
  }

  /** How many parts follow, of at least {@code each} bytes. */
  private static int count(DataInputStream in, int each, byte[] message) throws IOException {
    int count = in.readInt();
    require(count >= 0 && (long) count * each <= in.available(), message,
        "promises " + count + " parts with " + in.available() + " bytes left");
    return count;
  }

  /** Counts, or the bits of thresholds, of one layer's groups. */
  private static int[] group(DataInputStream in, boolean counts, byte[] message) throws IOException {
    int[] group = new int[count(in, Integer.BYTES, message)];
    for (int g = 0; g < group.length; g++) {
      group[g] = in.readInt();
      boolean holds = counts ? group[g] >= 0 : !Float.isNaN(Float.intBitsToFloat(group[g]));
      require(holds, message, "has neither a count nor a threshold for a group");
    }
    return group;
  }

  private static boolean flag(DataInputStream in, byte[] message) throws IOException {
    int flag = in.readByte();
    require(flag == 0 || flag == 1, message, "has " + flag + " for yes or no");
    return flag == 1;
  }

  private static void require(boolean holds, byte[] message, String otherwise) {
    if (!holds) {
      throw new CorruptFile("a probe of " + message.length + " bytes " + otherwise);
    }
  }

  private static float[][] floats(int[][] bits) {
    float[][] floats = new float[bits.length][];
    for (int l = 0; l < bits.length; l++) {
      floats[l] = new float[bits[l].length];
      for (int g = 0; g < bits[l].length; g++) {
        floats[l][g] = Float.intBitsToFloat(bits[l][g]);
      }
    }
    return floats;
  }
}
