package io.gossamer.driver.score;

import io.gossamer.driver.data.RowReader;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.spark.TaskCores;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.RowBuffer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What predicts inside a task: the model's messages, and how a row of the table is read. */
record Scorer(
    TrainSpec spec, Schema schema, RowReader reader, int[] passed, Broadcast<byte[]> mask, Broadcast<byte[]> values)
    implements Serializable {
  private static final int ROWS_AT_ONCE = 1024;
  private static final int BATCH = 256;

  /** A model predicts with the tools that trained it; its rates and batches are never used. */
  static TrainSpec spec(Model model) {
    LearningRate none = new LearningRate(LearningRate.Shape.CONSTANT, 0, 0, 0, List.of(), 0.5);
    return new TrainSpec(
        model.network(), BATCH, new Sgd(0, false, 0), Clipping.NONE, none, model.executions());
  }

  /**
   * @param passed positions of the columns to hand through before the predictions
   */
  static Scorer of(JavaSparkContext spark, Model model, RowReader reader, int[] passed) {
    byte[] values = Message.encode(0, 0, model.mask().version(), model.mask().hash(), model.values());
    return new Scorer(
        spec(model), model.schema(), reader, passed, spark.broadcast(MaskCodec.encode(model.mask())),
        spark.broadcast(values));
  }

  /** Rows of one partition with their predictions, in order. */
  Iterator<Row> score(Iterator<Row> rows) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!ready.hasNext()) {
          ready = block(rows).iterator();
        }
        return ready.next();
      }
    };
  }

  private List<Row> block(Iterator<Row> rows) {
    List<Row> read = new ArrayList<>();
    RowBuffer buffer = new RowBuffer(schema.featureCount(), schema.sparse());
    while (rows.hasNext() && read.size() < ROWS_AT_ONCE) {
      Row row = rows.next();
      reader.readOrRefuse(row, buffer);
      read.add(row);
    }
    float[] outputs = predict(schema.scaling().apply(buffer.toRows()));
    int width = outputs.length / read.size();
    List<Row> scored = new ArrayList<>();
    for (int n = 0; n < read.size(); n++) {
      scored.add(row(read.get(n), outputs, n * width, width));
    }
    return scored;
  }

  private float[] predict(Rows rows) {
    Update model = Message.decode(values.value());
    return TaskCache.with(
        spec, TaskCores.threads(), model.maskVersion(), model.maskHash(), mask::value, TeacherMessages.NONE, tools -> {
      tools.network().load(model.values());
      float[] outputs = new float[rows.count() * spec.network().outputs()];
      tools.network().predict(
          rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), outputs);
      return outputs;
    });
  }

  private Row row(Row read, float[] outputs, int at, int width) {
    List<Object> cells = new ArrayList<>();
    for (int column : passed) {
      cells.add(read.get(column));
    }
    if (schema.classes().isEmpty()) {
      cells.add((double) outputs[at]);
      return RowFactory.create(cells.toArray());
    }
    int best = 0;
    for (int o = 1; o < width; o++) {
      best = outputs[at + o] > outputs[at + best] ? o : best;
    }
    boolean single = width == 1;
    int predicted = single ? (outputs[at] > 0.5f ? 1 : 0) : best;
    double probability = single ? Math.max(outputs[at], 1 - outputs[at]) : outputs[at + best];
    cells.add(schema.classes().get(predicted));
    cells.add(probability);
    return RowFactory.create(cells.toArray());
  }
}
