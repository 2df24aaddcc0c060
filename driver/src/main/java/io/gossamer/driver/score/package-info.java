/** Finished models at work: measuring one on labelled rows, and predicting. */
package io.gossamer.driver.score;
