import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import shaded.parquet.com.fasterxml.jackson.databind.JsonNode;
import shaded.parquet.com.fasterxml.jackson.databind.ObjectMapper;
import shaded.parquet.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads a Parquet file with parquet-java: `ReadParquet rows FILE`, `pages FILE`, or `count FILE FILTERS`, where the filters are as for
 * the other readers. Prints a line of JSON for each row, page or filter.
 */
public final class ReadParquet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final InputFile file;
  private final BufferedWriter output;

  private ReadParquet(String path, BufferedWriter output) {
    this.file = new LocalInputFile(Paths.get(path));
    this.output = output;
  }

  public static void main(String[] values) throws IOException {
    try (var output = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      var program = new ReadParquet(values[1], output);
      switch (values[0]) {
        case "rows" -> program.printRows();
        case "pages" -> program.printPages();
        case "count" -> program.printCounts(JSON.readTree(values[2]));
        default -> throw new IllegalArgumentException(values[0]);
      }
    }
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private void print(JsonNode node) throws IOException {
    output.write(JSON.writeValueAsString(node));
    output.write('\n');
  }

  private void printRows() throws IOException {
    try (var reader = new Builder(file).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) print(objectOf(row));
    }
  }

  private static ObjectNode objectOf(Group row) {
    var object = JSON.createObjectNode();
    for (Type field : row.getType().getFields()) {
      var name = field.getName();
      if (row.getFieldRepetitionCount(name) == 0) continue;
      switch (field.asPrimitiveType().getPrimitiveTypeName()) {
        case INT32 -> object.put(name, row.getInteger(name, 0));
        case INT64 -> object.put(name, row.getLong(name, 0));
        case DOUBLE -> object.put(name, row.getDouble(name, 0));
        default -> object.put(name, row.getString(name, 0));
      }
    }
    return object;
  }

  /** Counts with all that skips rows: statistics, dictionaries and the column index. */
  private void printCounts(JsonNode filters) throws IOException {
    var types = schema();
    for (JsonNode conditions : filters) {
      FilterPredicate all = null;
      for (JsonNode condition : conditions) {
        var each = predicateOf(types.get(condition.get("column").asText()), condition);
        all = all == null ? each : FilterApi.and(all, each);
      }
      print(JSON.getNodeFactory().numberNode(count(all)));
    }
  }

  private Map<String, PrimitiveType> schema() throws IOException {
    var types = new HashMap<String, PrimitiveType>();
    try (var reader = ParquetFileReader.open(file)) {
      for (Type field : reader.getFileMetaData().getSchema().getFields()) types.put(field.getName(), field.asPrimitiveType());
    }
    return types;
  }

  private long count(FilterPredicate predicate) throws IOException {
    var builder = new Builder(file).withFilter(FilterCompat.get(predicate));
    try (var reader = builder.useStatsFilter().useDictionaryFilter().useColumnIndexFilter().build()) {
      long rows = 0;
      while (reader.read() != null) rows++;
      return rows;
    }
  }

  private static FilterPredicate predicateOf(PrimitiveType type, JsonNode condition) {
    var name = type.getName();
    var operator = condition.get("operator").asText();
    var value = condition.get("value");
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> compare(FilterApi.intColumn(name), operator, value.isNull() ? null : value.intValue());
      case INT64 -> compare(FilterApi.longColumn(name), operator, value.isNull() ? null : value.longValue());
      case DOUBLE -> compare(FilterApi.doubleColumn(name), operator, value.isNull() ? null : value.doubleValue());
      default -> compare(FilterApi.binaryColumn(name), operator, value.isNull() ? null : Binary.fromString(value.asText()));
    };
  }

  private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsLtGt> FilterPredicate compare(
      C column, String operator, T value) {
    return switch (operator) {
      case "=", "is null" -> FilterApi.eq(column, value);
      case "<" -> FilterApi.lt(column, value);
      case ">=" -> FilterApi.gtEq(column, value);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /** Prints each page of each column, with its first row in its row group and what the column index says of it. */
  private void printPages() throws IOException {
    try (var reader = ParquetFileReader.open(file)) {
      List<BlockMetaData> groups = reader.getRowGroups();
      for (int group = 0; group < groups.size(); group++)
        for (ColumnChunkMetaData chunk : groups.get(group).getColumns())
          printPages(group, chunk, reader.readColumnIndex(chunk), reader.readOffsetIndex(chunk));
    }
  }

  private void printPages(int group, ColumnChunkMetaData chunk, ColumnIndex index, OffsetIndex offsets) throws IOException {
    for (int page = 0; page < offsets.getPageCount(); page++) {
      var object = JSON.createObjectNode().put("group", group).put("column", chunk.getPath().toDotString());
      object.put("firstRow", offsets.getFirstRowIndex(page)).put("nulls", index.getNullCounts().get(page));
      object.put("order", index.getBoundaryOrder().name());
      if (!index.getNullPages().get(page)) {
        putBound(object, "minimum", chunk.getPrimitiveType(), index.getMinValues().get(page));
        putBound(object, "maximum", chunk.getPrimitiveType(), index.getMaxValues().get(page));
      }
      print(object);
    }
  }

  private static void putBound(ObjectNode object, String key, PrimitiveType type, ByteBuffer bytes) {
    var little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    switch (type.getPrimitiveTypeName()) {
      case INT32 -> object.put(key, little.getInt());
      case INT64 -> object.put(key, little.getLong());
      case DOUBLE -> object.put(key, little.getDouble());
      default -> object.put(key, StandardCharsets.UTF_8.decode(little).toString());
    }
  }
}
