package dev.proxystore.flink;

import java.util.List;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.util.FunctionUtils;

/** A function made of others; those that are rich are opened and closed with it. */
abstract class FunctionWrapper extends AbstractRichFunction {
  private static final long serialVersionUID = 1L;

  abstract List<Function> wrapped();

  @Override
  public void open(OpenContext context) throws Exception {
    for (Function each : wrapped()) {
      FunctionUtils.setFunctionRuntimeContext(each, getRuntimeContext());
      FunctionUtils.openFunction(each, context);
    }
  }

  @Override
  public void close() throws Exception {
    for (Function each : wrapped()) {
      FunctionUtils.closeFunction(each);
    }
  }
}
