// Words of the page in both languages, and how numbers are written.

const WORDS = {
  tonight: ["Tonight", "今晚"], rings: ["Rings", "团伙"], trends: ["Trends", "趋势"], quality: ["Data quality", "数据质量"], about: ["About this run", "本次运行"],
  other_language: ["中文", "English"], as_of: ["As of", "截至"], stoppable: ["Can still be stopped", "仍可止付"], open_alerts: ["Alerts", "预警"],
  next_due: ["Next time limit", "最近期限"], likely_rings: ["Likely rings", "疑似团伙"], by_chance: ["Expected by chance", "偶然预期数"], record: ["Record", "记录"],
  ring: ["Ring", "团伙"], match: ["Match", "命中"], amount: ["Open amount", "未付金额"], due: ["Time limit", "期限"], paid: ["Paid", "已付"],
  step: ["Next step", "下一步"], against: ["Speaks against", "反面证据"], score: ["Score", "评分"], yes: ["yes", "是"], no: ["no", "否"], kind: ["Kind", "类别"],
  type: ["Way", "手法"], q: ["q", "q值"], persons: ["Persons", "人数"], households: ["Households", "家庭"], money: ["Open money", "未付金额"],
  excess: ["Excess refund", "超额退费"], branch: ["Branch", "分公司"], first: ["First", "最早"], last: ["Last", "最近"], event: ["Event", "事件"],
  decision: ["Decision", "结论"], all: ["all", "全部"], reported: ["likely rings", "疑似团伙"],
  lookalikes: ["look-alikes and below the cut-off", "相似群体及低于阈值"], search: ["Search ( / )", "搜索 ( / )"], rows: ["Rows", "行数"],
  earlier: ["‹ Earlier", "‹ 上一页"], later: ["Later ›", "下一页 ›"], back: ["‹ All rings", "‹ 全部团伙"], graph: ["Who shares what", "关联图"],
  why: ["Why", "评分理由"], timeline: ["Complaints and surrenders a week", "每周投诉与退保"], members: ["Members", "成员"], losses: ["Money", "资金"],
  evidence: ["Shared values and their sources", "共用信息及来源"], premium: ["Premium paid", "累计保费"], cash: ["Cash value", "现金价值"],
  refund: ["Refunded", "退费金额"], person: ["Person", "人员"], value: ["Shared value", "共用信息"], proxy: ["Proxy", "代理人"], agent: ["Agent", "业务员"],
  hub: ["Set aside", "已排除"], complaints: ["Complaints", "投诉"], surrenders: ["Surrenders", "退保"], role: ["Role", "角色"], strength: ["Tie", "关联强度"],
  date: ["Date", "日期"], product: ["Product", "产品"], weight: ["Bits", "比特"], source: ["Source", "来源"], base: ["Branches' records a week", "所在分公司周均记录"],
  summarised: ["The graph shows the {0} most tied of {1} persons, and {2} of the {3} values they give.", "图中仅显示{1}人中关联最多的{0}人，及其{3}项信息中的{2}项。"],
  bits: ["bits; below zero speaks against a ring", "比特；负值为反面证据"], not_ring: ["Why this is not reported as a ring", "为何未作为团伙报告"],
  not_ring_kind: ["It is named {0}: a look-alike with its own explanation.", "归为“{0}”：另有合理解释的相似群体。"],
  not_ring_score: ["Its score {0} is below the cut-off {1}.", "评分{0}低于阈值{1}。"], sources: ["Where rings come from", "溯源"], by: ["By", "按"],
  hubs: ["Values set aside", "已排除信息"], records: ["Records", "记录数"], treatment: ["Treatment", "处理"], rejects: ["Rows not used", "未采用的行"],
  file: ["File", "文件"], line: ["Line", "行"], column: ["Column", "列"], shape: ["Shape of the value", "值的形态"],
  channels: ["Channels without an alias", "未映射渠道"], text: ["Text", "文本"], inputs: ["Inputs", "输入"], settings: ["Settings", "设置"],
  name: ["Name", "名称"], table: ["Table", "表"], rejected: ["Rejected", "拒收"], digest: ["SHA-256", "SHA-256"],
  differs: ["Contact differs from the registered one", "联系电话与登记不一致"], own_phone: ["agents' own phones", "业务员本人电话"], version: ["Version", "版本"],
  listed: ["The first {0} are listed; the CSV files hold all.", "列出前{0}条，全部见CSV文件。"],
  seconds: ["Seconds and threads are in manifest.json.", "耗时与线程数见manifest.json。"], format: ["Format", "格式"], setting: ["Value", "取值"],
  share_differs: ["Share", "占比"], would_tie: ["Ring members who give it", "涉及团伙成员"], members_of: ["{0} in {1} rings", "{1}个团伙的{0}人"],
  would_tie_note: ["Without this treatment the value would tie these members, and their rings, to each other.", "若不排除，该信息会将上述成员及其团伙关联在一起。"],
  letters: ["Letters side by side", "信件对照"],
  hidden: ["…({0})…", "…({0}字)…"], letters_note: ["Marked: wording that the letters of at least three people share, one number wherever it stands; □ is a name, a number or up to five other characters. Of everything else only the length is told.", "标注为至少三人信件共有的文字，相同文字编号相同；□代表姓名、号码或五字以内的其他内容，其余内容仅显示字数。"],
  events: ["What befell rings, by the nights of the store", "团伙事件（按存储库各次运行）"], record_type: ["Type", "类型"], link_type: ["Link", "关联类型"], hover: ["drag, zoom, hover", "可拖动、缩放、悬停"],
  total: ["Total", "合计"], permutations: ["Permutations", "置换次数"], month: ["Month", "月份"], channel: ["Channel", "渠道"], period: ["Period", "期间"],
  last_whole: ["last whole month, quarter, year; whole input", "最近整月、季、年；全部数据"], before: ["before", "环比"], year_ago: ["last year", "同比"],
  no_comparison: ["no data to compare with", "无可比数据"], volume: ["Complaints and surrenders", "投诉与退保"], in_rings: ["Likely rings", "疑似团伙"],
  money_lost: ["Money", "资金"], channels_of: ["Channels and handling", "渠道与办理"], rates: ["Complaint rates", "投诉率"],
  verdicts: ["What became of the leads", "线索核查结果"], share: ["Share", "占比"], ring_records: ["In rings", "团伙记录"], by_month: ["Month by month", "逐月情况"],
  ring_months: ["Rings", "团伙变化"], reason: ["Why", "原因"], trends_alone: ["Proxy-surrender trends", "代理退保趋势"], notes: ["What the numbers mean", "口径说明"], company: ["company", "全公司"],
  sources_note: ["Whose customers these are. Rings pick customers of many agents: this is no sign against an agent.", "仅表示客户的原销售人员；团伙往往涉及多名业务员的客户，不代表业务员有过错。"],
};

let language = 0;

/** Codes of the outputs, as the program names them: filled from the page's data. */
const codes = new Map();

/** The word of the present language; a word of the data that has none stays as it is. */
function word(key, ...parts) {
  const pair = Object.hasOwn(WORDS, key) ? WORDS[key] : codes.get(key) ?? [key, key];
  return parts.reduce((text, part, place) => text.replaceAll(`{${place}}`, part), pair[language]);
}

/** Fen → yuan, in 万 or 亿 (Chinese) or thousands and millions. */
function yuan(fen) {
  if (fen === null || fen === undefined) return "–";
  const value = fen / 100, size = Math.abs(value);
  const short = (unit, sign) => `¥${(value / unit).toFixed(size / unit < 100 ? 1 : 0)}${sign}`;
  if (language === 1) return size >= 1e8 ? short(1e8, "亿") : size >= 1e4 ? short(1e4, "万") : `¥${value.toFixed(0)}`;
  return size >= 1e6 ? short(1e6, " m") : size >= 1e4 ? short(1e3, " k") : `¥${value.toFixed(0)}`;
}

const whole = (number) => Number(number).toLocaleString("en-US");
const percent = (part, all) => all ? `${(100 * part / all).toFixed(1)} %` : "–";
