package handshake

// topics is the catalogue: every file of rules, in the order of judgement.
// What is not listed here does not exist; a test finds rules that are not.
var topics = []*topic{
	&linesTopic, &startLineTopic, &hostTopic, &fieldsTopic, &listsTopic, &framingTopic, &connectionTopic,
	&upgradeTopic, &upgradeAnswerTopic, &notSwitchedTopic, &proxyTopic, &http2Topic, &earlyTopic,
	&wsURITopic, &wsRequestTopic, &keyTopic, &versionTopic, &originTopic, &optionsTopic, &extensionsTopic, &deflateTopic,
	&acceptTopic, &deflateAnswerTopic, &wsAnswerTopic, &wsRefusalTopic,
	&framesTopic, &framesDeflateTopic, &closeTopic,
	&registryTopic,
	&h2wsTopic, &tlsTopic, &h2cTopic, &masqueTopic, &capsulesTopic, &applicationTopic, &browserTopic, &practiceTopic, &proxiesTopic,
}
