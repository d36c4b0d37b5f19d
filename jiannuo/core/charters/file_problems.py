"""The kinds of problem of the files of a charter: C1…, the folder and the syntax of YAML."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

NO_FOLDER = ProblemKind(
    "C101",
    Text(zh="没有制度文件夹 {path}。", en="There is no charter folder {path}."),
    Text(zh="请给出存放 *.yaml 文件的文件夹。", en="Name the folder that holds the *.yaml files."),
)
NO_FILES = ProblemKind(
    "C102",
    Text(zh="文件夹 {path} 中没有 *.yaml 或 *.yml 文件。", en="The folder {path} holds no *.yaml or *.yml file."),
    Text(zh="请把制度的 YAML 文件直接放在该文件夹中。", en="Put the charter's YAML files directly into it."),
)
LINK_OUTSIDE = ProblemKind(
    "C103",
    Text(zh="文件 {path} 是指向文件夹之外的链接。", en="The file {path} is a link that leaves the folder."),
    Text(zh="请用文件本身代替链接。", en="Replace the link by the file itself."),
)
TOO_BIG = ProblemKind(
    "C104",
    Text(zh="文件有 {size} 字节，上限为 {limit} 字节。", en="The file has {size} bytes; the limit is {limit}."),
    Text(zh="请把制度拆成几个文件。", en="Split the charter into several files."),
)
TOO_MANY_FILES = ProblemKind(
    "C105",
    Text(
        zh="文件夹中有 {count} 个 YAML 文件，上限为 {limit} 个。",
        en="The folder holds {count} YAML files; the limit is {limit}.",
    ),
    Text(zh="请只保留制度本身的文件。", en="Keep only the files of the charter itself."),
)
NOT_UTF8 = ProblemKind(
    "C106",
    Text(zh="文件第 {offset} 个字节起不是 UTF-8 编码。", en="From byte {offset} on the file is not UTF-8."),
    Text(zh="请以 UTF-8 编码另存该文件。", en="Save the file as UTF-8."),
)
UNREADABLE = ProblemKind(
    "C107",
    Text(zh="无法读取文件：{reason}。", en="The file cannot be read: {reason}."),
    Text(zh="请检查文件是否存在及其权限。", en="Look whether it exists and may be read."),
)
CONTROL_CHARACTER = ProblemKind(
    "C108",
    Text(zh="文件中有控制字符 {character}。", en="The file holds the control character {character}."),
    Text(zh="请删除该字符；二进制文件不能作为制度。", en="Remove it; a binary file is no charter."),
)
NOT_YAML = ProblemKind(
    "C109",
    Text(zh="YAML 语法有误：{reason}。", en="This is not YAML: {reason}."),
    Text(
        zh="请从标出的位置往前检查缩进、引号和括号。", en="Look at indents, quotes and braces before the marked place."
    ),
)
KEY_TWICE = ProblemKind(
    "C110",
    Text(zh="键 {key} 在同一处出现两次，第一次在 {first}。", en="The key {key} stands twice; the first is at {first}."),
    Text(zh="请删除或改名其中一个。", en="Remove or rename one of them."),
)
KEY_NOT_A_WORD = ProblemKind(
    "C111",
    Text(zh="键必须是一个词，不能是列表或映射。", en="A key must be a word, no list or mapping."),
    Text(zh="请把键写成文字。", en="Write the key as a text."),
)
YAML_ALIAS = ProblemKind(
    "C112",
    Text(
        zh="制度中不使用 YAML 的锚点和引用（{sign}）。",
        en="Anchors and aliases of YAML ({sign}) are not used in charters.",
    ),
    Text(
        zh="请写出完整内容；以“*”或“&”开头的文字须加引号。",
        en="Write the content out; a text that begins with * or & needs quotes.",
    ),
)
YAML_TAG = ProblemKind(
    "C113",
    Text(zh="制度中不使用 YAML 标签（{tag}）。", en="Tags of YAML ({tag}) are not used in charters."),
    Text(zh="请删除标签；以“!”开头的文字须加引号。", en="Remove it; a text that begins with ! needs quotes."),
)
YAML_MERGE = ProblemKind(
    "C114",
    Text(zh="制度中不使用 YAML 的合并键“<<”。", en="The merge key << of YAML is not used in charters."),
    Text(zh="请写出完整内容。", en="Write the content out."),
)
YAML_DIRECTIVE = ProblemKind(
    "C115",
    Text(zh="制度中不使用以“%”开头的 YAML 指令。", en="Directives of YAML (lines with %) are not used in charters."),
    Text(zh="请删除该行。", en="Remove the line."),
)
SECOND_DOCUMENT = ProblemKind(
    "C116",
    Text(zh="文件中有第二个 YAML 文档（“---”）。", en="The file holds a second YAML document (---)."),
    Text(zh="请删除“---”，或把后一部分放到另一个文件。", en="Remove the ---, or put the rest into another file."),
)
TOO_DEEP = ProblemKind(
    "C117",
    Text(zh="列表和映射嵌套超过 {limit} 层。", en="Lists and mappings lie more than {limit} levels deep."),
    Text(zh="请减少嵌套。", en="Nest less deeply."),
)
TOO_MANY_NODES = ProblemKind(
    "C118",
    Text(
        zh="文件中的词、列表和映射超过 {limit} 个。", en="The file holds more than {limit} words, lists and mappings."
    ),
    Text(zh="请把制度拆成几个文件。", en="Split the charter into several files."),
)
FOLDER_NOT_EMPTY = ProblemKind(
    "C119",
    Text(
        zh="文件夹 {path} 不是空的，其中有：{names}；没有写入任何文件。",
        en="The folder {path} is not empty, it holds: {names}. Nothing was written.",
    ),
    Text(zh="请给出新的或空的文件夹。", en="Name a new or an empty folder."),
)
FOLDER_NOT_WRITTEN = ProblemKind(
    "C120",
    Text(
        zh="无法写入文件夹 {path}：{reason}；没有留下任何文件。",
        en="The folder {path} could not be written: {reason}. No file of it was left behind.",
    ),
    Text(
        zh="请检查路径、权限和剩余空间，或给出另一个文件夹。",
        en="Check the path, the permissions and the space that is left, or name another folder.",
    ),
)
