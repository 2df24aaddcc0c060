package io.gossamer.ops.net;

import io.gossamer.ops.layer.Add;
import io.gossamer.ops.layer.Columns;
import io.gossamer.ops.layer.Concat;
import io.gossamer.ops.layer.Dropout;
import io.gossamer.ops.layer.Embedding;
import io.gossamer.ops.layer.Interactions;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Node;
import java.util.ArrayList;
import java.util.List;

/** Networks of linear layers: plain, mirrored, and those on embeddings of categories. */
final class Perceptrons {
  private final ModelSettings settings;
  private final List<Node> nodes = new ArrayList<>();
  private int hidden;

  private Perceptrons(ModelSettings settings) {
    this.settings = settings;
  }

  /** Linear layers {@code fc1}, {@code fc2}, ... with normalisation, activation and dropout between them. */
  static List<Node> mlp(ModelSettings settings, int outputs) {
    Perceptrons net = new Perceptrons(settings);
    net.hidden(Node.ROWS, settings.hidden());
    net.then("fc" + (net.hidden + 1), new Linear(outputs), net.nodes.size() - 1);
    return net.nodes;
  }

  /** Down the hidden widths and back up to the row; the narrowest is {@code fcN} for N hidden widths. */
  static List<Node> autoencoder(ModelSettings settings, int inputs) {
    Perceptrons net = new Perceptrons(settings);
    List<Integer> widths = new ArrayList<>(settings.hidden());
    for (int l = settings.hidden().size() - 2; l >= 0; l--) {
      widths.add(settings.hidden().get(l));
    }
    net.hidden(Node.ROWS, widths);
    net.then("fc" + (net.hidden + 1), new Linear(inputs), net.nodes.size() - 1);
    return net.nodes;
  }

  /**
   * A linear layer on all columns, and a perceptron on numbers and embeddings; their logits are added. Source: Cheng et
   * al. 2016.
   *
   * @param numbers columns that are numbers, before the fields
   * @param fields {@code [from, to)} of each field
   */
  static List<Node> wideDeep(ModelSettings settings, int numbers, List<int[]> fields, int outputs) {
    Perceptrons net = new Perceptrons(settings);
    int wide = net.then("wide", new Linear(outputs), Node.ROWS);
    List<Integer> parts = net.embeddings(fields);
    if (numbers > 0) {
      parts.add(0, net.then("numbers", new Columns(0, numbers), Node.ROWS));
    }
    net.hidden(net.together("parts", parts), settings.hidden());
    int deep = net.then("fc" + (net.hidden + 1), new Linear(outputs), net.nodes.size() - 1);
    net.then("sum", new Add(), wide, deep);
    return net.nodes;
  }

  /**
   * Numbers brought to the embeddings' length, every two vectors multiplied, and a perceptron on the products beside
   * the numbers. Source: Naumov et al. 2019, with one bottom layer.
   */
  static List<Node> dlrm(ModelSettings settings, int numbers, List<int[]> fields, int outputs) {
    Perceptrons net = new Perceptrons(settings);
    List<Integer> vectors = new ArrayList<>();
    if (numbers > 0) {
      net.then("numbers", new Columns(0, numbers), Node.ROWS);
      net.then("bottom", new Linear(settings.embedding()), net.nodes.size() - 1);
      vectors.add(net.then("bottom-act", settings.activation().layer(), net.nodes.size() - 1));
    }
    vectors.addAll(net.embeddings(fields));
    net.nodes.add(new Node("products", new Interactions(), vectors, false));
    int products = net.nodes.size() - 1;
    int top = numbers > 0 ? net.together("meeting", List.of(vectors.get(0), products)) : products;
    net.hidden(top, settings.hidden());
    net.then("fc" + (net.hidden + 1), new Linear(outputs), net.nodes.size() - 1);
    return net.nodes;
  }

  private List<Integer> embeddings(List<int[]> fields) {
    List<Integer> made = new ArrayList<>();
    for (int[] field : fields) {
      String name = "emb" + (made.size() + 1);
      Embedding embedding = new Embedding(field[0], field[1], settings.embedding(), Embedding.Bag.MEAN);
      made.add(then(name, embedding, Node.ROWS));
    }
    return made;
  }

  private int together(String name, List<Integer> parts) {
    nodes.add(new Node(name, new Concat(), parts, false));
    return nodes.size() - 1;
  }

  private void hidden(int from, List<Integer> widths) {
    int at = from;
    for (int width : widths) {
      hidden++;
      at = then("fc" + hidden, new Linear(width), at);
      if (settings.normalization().layer().isPresent()) {
        at = then("norm" + hidden, settings.normalization().layer().get(), at);
      }
      at = then(settings.activation() == Activation.RELU ? "relu" + hidden : "act" + hidden,
          settings.activation().layer(), at);
      if (settings.dropout() > 0) {
        at = then("drop" + hidden, new Dropout(settings.dropout()), at);
      }
    }
  }

  private int then(String name, LayerSpec layer, Integer... from) {
    nodes.add(new Node(name, layer, from));
    return nodes.size() - 1;
  }
}
