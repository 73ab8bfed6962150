package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.split.ProxySourceSplit;

/** How far a split has been fetched. Used by the fetcher's thread. */
final class Progress {
  private final ProxySourceSplit split;
  private final String splitId;
  private String position;
  private boolean isPaused;

  Progress(ProxySourceSplit split) {
    this.split = split;
    this.splitId = split.splitId();
    this.position = split.position();
  }

  ProxySourceSplit split() {
    return split;
  }

  String splitId() {
    return splitId;
  }

  String position() {
    return position;
  }

  void moveTo(String reached) {
    position = reached;
  }

  boolean isActive() {
    return !isPaused;
  }

  void pause() {
    isPaused = true;
  }

  void resume() {
    isPaused = false;
  }
}
