"""The kinds of problem of a change that is asked about: C24…; what it says is held to the forms like any file."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

NO_CHANGE = ProblemKind(
    "C241",
    Text(
        zh="{text} 不是“承诺.键=内容”的写法。",
        en="{text} is not written as promise.key=value.",
    ),
    Text(
        zh="请写成例如 first-contact.within=45min；参数写成 param.名称=内容。",
        en="Write it like first-contact.within=45min, or param.name=value for a parameter.",
    ),
)
NO_SUCH_TARGET = ProblemKind(
    "C242",
    Text(zh="制度中没有名为 {name} 的承诺或参数。", en="The charter has no promise and no parameter named {name}."),
    Text(zh="可以改动的有：{known}。{hint}", en="What can be changed: {known}.{hint}"),
)
KEY_NOT_TOLD = ProblemKind(
    "C243",
    Text(
        zh="没有写明要改动承诺 {promise} 的哪个键。",
        en="It is not said which key of the promise {promise} shall change.",
    ),
    Text(zh="请写成例如 {promise}.within=45min。", en="Write it like {promise}.within=45min."),
)
CHANGED_TWICE = ProblemKind(
    "C244",
    Text(zh="{target} 改动了两次。", en="{target} is changed twice."),
    Text(zh="请只保留一个。", en="Keep one of the two."),
)
