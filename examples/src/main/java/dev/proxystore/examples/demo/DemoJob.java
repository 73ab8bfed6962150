package dev.proxystore.examples.demo;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfoFactory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The job: list the files of a folder, read each and put its bytes into the store (generator),
 * choose a compute task by what is known of the file (dispatcher), fetch the bytes there and take
 * their checksum (compute). Between generator and compute travel proxies.
 */
final class DemoJob {
  /** The name of the step whose traffic the demo reports. */
  static final String DISPATCHER = "Dispatch by size";

  static final OutputTag<FileResult> UNREAD = new OutputTag<>("unread", type(FileResult.class));

  /**
   * How much each generator leaves in the store, and each compute task fetches ahead, but for a
   * larger file.
   */
  private static final MemorySize BYTES_IN_FLIGHT = MemorySize.ofMebiBytes(64);

  private DemoJob() {}

  /**
   * The job's results.
   *
   * @param left a file below the folder that is left out
   * @param budget what the readers of a process may have under way
   */
  static DataStream<FileResult> build(
      StreamExecutionEnvironment env,
      Path folder,
      Path left,
      StoreConfig store,
      MemoryBudget budget,
      int parallelism) {
    env.getConfig().enableObjectReuse(); // so that file contents are not copied between steps
    env.setParallelism(parallelism);
    SingleOutputStreamOperator<FileEntry> files =
        env.fromData(folder.toUri().toString())
            .process(new ListFiles(left.toUri().toString()))
            .name("List files")
            .returns(type(FileEntry.class))
            .setParallelism(1);
    SingleOutputStreamOperator<Tuple2<FileEntry, byte[]>> contents =
        files
            .rebalance()
            .process(new ReadFiles(store.address(), budget))
            .name("Read files")
            .returns(
                Types.TUPLE(
                    type(FileEntry.class), PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    DataStream<FileTask> tasks = dispatch(put(contents, store), parallelism);
    return compute(tasks).union(files.getSideOutput(UNREAD), contents.getSideOutput(UNREAD));
  }

  /** The type of a record whose proxies travel as such. */
  private static <T> TypeInformation<T> type(Class<T> record) {
    ProxyTypeInfoFactory.register();
    return TypeInformation.of(record);
  }

  private static DataStream<FileTask> put(
      DataStream<Tuple2<FileEntry, byte[]>> contents, StoreConfig store) {
    return ProxyStreams.put(
        contents,
        store,
        ProxyPutOptions.defaults().setMaxLiveBytes(BYTES_IN_FLIGHT),
        new PutContent(),
        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
        type(FileTask.class));
  }

  private static DataStream<FileTask> dispatch(DataStream<FileTask> tasks, int workers) {
    return tasks
        .process(new DispatchBySize(workers))
        .name(DISPATCHER)
        .returns(type(FileTask.class))
        .setParallelism(1)
        .disableChaining()
        .partitionCustom((worker, count) -> worker, FileTask::worker);
  }

  private static SingleOutputStreamOperator<FileResult> compute(DataStream<FileTask> tasks) {
    return ProxyStreams.resolve(
            tasks,
            FileTask::content,
            (task, bytes, out) -> out.collect(FileResult.of(task, bytes)),
            type(FileResult.class),
            ProxyResolveOptions.defaults()
                .setMode(Mode.UNORDERED)
                .setMaxBytesInFlight(BYTES_IN_FLIGHT))
        .name("Take checksums");
  }

  /** Puts the content and leaves the rest. */
  private static final class PutContent
      implements PutFunction<Tuple2<FileEntry, byte[]>, byte[], FileTask> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public byte[] value(Tuple2<FileEntry, byte[]> file) {
      return file.f1;
    }

    @Override
    public FileTask attach(Tuple2<FileEntry, byte[]> file, Proxy<byte[]> proxy) {
      BytesUnderWay.stored(proxy, file.f1.length);
      file.f1 = NOTHING; // the content is in the store, and its array makes room for others
      return FileTask.of(file.f0, proxy);
    }
  }
}
